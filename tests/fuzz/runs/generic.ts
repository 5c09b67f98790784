/**
 * Runs whose config says where everything is.
 *
 * @module
 */
import { binary, textOf, unbinary } from "../../reference/records.ts";
import type { Choice } from "../generator.ts";
import { mutate } from "../mutate.ts";
import type { RunCase, RunKeys } from "./case.ts";
import { type ColumnKind, type DrawnColumn, type FileStyle, fileText } from "./file.ts";
import {
  drawRowStyle,
  drawStep,
  drawWindow,
  inputCount,
  packing,
  ruleKeys,
  type Scale,
  split,
  withFlags,
} from "./parts.ts";
import { drawRows } from "./rows.ts";
import { TIME_STYLES, type TimeStyle } from "./times.ts";

/** What the files of a run have in common. */
interface RunStyle {
  readonly delimiter: string;
  readonly mark: "." | ",";
  readonly time: TimeStyle;
  /** Ways to write times that some of the files have. */
  readonly otherTimes: readonly [TimeStyle, ...TimeStyle[]];
  readonly hasTimes: boolean;
  readonly hasSymbols: boolean;
  readonly areNamesAsked: boolean;
  readonly closeName: string;
  readonly timeName: string;
  readonly symbolName: string;
  readonly hasHeader: boolean;
  readonly skipLines: number;
}

/** A run of the layout `generic`. */
export function genericRun(scale: Scale, choice: Choice): RunCase {
  const delimiter = choice.oneIn(2) ? "," : choice.of([";", "\t", "|", ":", "^", "~", "!", "#"]);
  const hasTimes = choice.oneIn(2);
  const hasSymbols = !scale.isSplit && choice.oneIn(3);
  const hasHeader = !choice.oneIn(5);
  const time = choice.of(TIME_STYLES);
  const style: RunStyle = {
    delimiter,
    mark: choice.oneIn(5) ? "," : ".",
    time,
    otherTimes: choice.oneIn(2) ? [choice.of(TIME_STYLES)] : [time, choice.of(TIME_STYLES), choice.of(TIME_STYLES)],
    hasTimes,
    hasSymbols,
    areNamesAsked: hasHeader ? choice.oneIn(2) : choice.oneIn(30),
    closeName: choice.oneIn(3)
      ? choice.of(["Close/Last", "cl\xc3\xb4ture", "c", 'the "close"', "close, adj", "1"])
      : "close",
    timeName: choice.of(["time", "date", "Datum", "open time", "\xe6\x97\xa5\xe6\x9c\x9f"]),
    symbolName: choice.of(["symbol", "ticker", "s"]),
    hasHeader,
    skipLines: choice.oneIn(8) ? choice.integer(1, 3) : 0,
  };
  const stepSeconds = drawStep(style.time.isDaily === true, choice);
  const rules = ruleKeys(scale, hasTimes, false, stepSeconds, choice);
  const rowStyle = drawRowStyle(scale, choice, stepSeconds, hasSymbols, hasTimes ? rules : undefined, style.mark);
  const inputs = inputCount(scale, choice);
  const shares = split(drawRows(rowStyle, choice), inputs, choice);
  const base = drawColumns(scale, style, choice);
  const files = shares.map((rows, n) => {
    // Files of one run may have their columns in other places, where they are asked for by name.
    const columns = n > 0 && style.areNamesAsked && choice.oneIn(3) ? shuffled(base, choice) : base;
    const file = drawFileStyle(
      scale,
      style,
      n > 0 && choice.oneIn(40) ? drawColumns(scale, style, choice) : columns,
      choice,
    );
    const { bytes } = fileText(rows, file, choice);
    return choice.oneIn(12) ? binary(mutate(unbinary(bytes), choice)) : bytes;
  });
  const isAstray = choice.oneIn(40);
  const positionOf = (kind: ColumnKind) =>
    isAstray ? choice.integer(1, base.length + 1) : base.findIndex((column) => column.kind === kind) + 1;
  const asked = (kind: ColumnKind, name: string) =>
    style.areNamesAsked ? recased(textOf(name), choice) : positionOf(kind);
  const isNamedClose = style.areNamesAsked && style.closeName === "close" && choice.oneIn(2);
  const keys: RunKeys = {
    window: drawWindow(rowStyle, choice),
    ...(isNamedClose ? {} : { close_column: asked("close", style.closeName) }),
    ...(hasTimes ? { timestamp_column: asked("timestamp", style.timeName) } : {}),
    ...(hasSymbols ? { symbol_column: asked("symbol", style.symbolName) } : {}),
    ...(hasHeader ? {} : { has_header: false }),
    ...(style.skipLines > 0 ? { skip_lines: style.skipLines } : {}),
    ...(delimiter === "," && choice.oneIn(2) ? {} : { delimiter }),
    ...(style.mark === "." && choice.oneIn(2) ? {} : { decimal_mark: style.mark }),
    ...(hasTimes ? unitKey(style.time, choice) : {}),
    ...orderKey(rowStyle.isDescending, hasTimes, choice),
    ...rules,
  };
  return withFlags(scale, keys, files.map((bytes, n) => packing(scale, bytes, n, choice)), choice);
}

function orderKey(isDescending: boolean, hasTimes: boolean, choice: Choice): Partial<RunKeys> {
  if (choice.oneIn(hasTimes ? 30 : 12)) return { order: choice.of(["ascending", "descending"]) };
  if (hasTimes && choice.oneIn(4)) return { order: "auto" };
  return isDescending ? { order: "descending" } : {};
}

function unitKey({ units }: TimeStyle, choice: Choice): Partial<RunKeys> {
  const unit = choice.oneIn(20) ? choice.of(["s", "ms", "date", "auto"] as const) : choice.of(units);
  return unit === undefined ? {} : { time_unit: unit };
}

function drawColumns(scale: Scale, style: RunStyle, choice: Choice): DrawnColumn[] {
  const columns: DrawnColumn[] = [{ kind: "close", name: style.closeName }];
  const add = (column: DrawnColumn) => columns.splice(choice.integer(0, columns.length), 0, column);
  if (style.hasTimes) add({ kind: "timestamp", name: style.timeName });
  if (style.hasSymbols) add({ kind: "symbol", name: style.symbolName });
  const most = choice.oneIn(60) ? 130 : 4;
  const repeated = choice.oneIn(30) ? [style.closeName, style.timeName] : [];
  for (let others = choice.integer(scale.isLarge ? 3 : 0, most); others > 0; others--) {
    add({
      kind: "other",
      name: choice.of(["open", "high", "Volume_(BTC)", "a,b", "\xc3\xa9", "", "closer", 'q"q', "x\ny", ...repeated]),
    });
  }
  return columns;
}

function drawFileStyle(scale: Scale, style: RunStyle, columns: readonly DrawnColumn[], choice: Choice): FileStyle {
  return {
    columns,
    times: choice.oneIn(12) ? style.otherTimes : [style.time],
    delimiter: style.delimiter,
    hasHeader: style.hasHeader,
    before: Array.from({ length: style.skipLines }, () => choice.of(["", "# exported", 'a "quote', "x,y;z", "close"])),
    below: [],
    lineEnd: choice.of(["\n", "\n", "\r\n", "mixed"]),
    hasMark: choice.oneIn(8),
    endsOpen: choice.oneIn(3),
    quoting: choice.of(["needed", "needed", "all", "some"]),
    wrapped: choice.oneIn(8) ? choice.of(["all", "all", "header", "rows", "some"]) : "none",
    oddity: choice.of([0, 3, 20, 400]),
    damage: choice.of(!scale.isLarge ? [0, 0, 3, 20, 100] : [0, 0, 0, 1000, 100_000]),
    plainRows: 0,
  };
}

function shuffled<T>(items: readonly T[], choice: Choice): T[] {
  const result: T[] = [];
  for (const item of items) result.splice(choice.integer(0, result.length), 0, item);
  return result;
}

/** A name as a config may spell it: case and blanks around it do not matter. */
function recased(name: string, choice: Choice): string {
  return choice.oneIn(3) ? choice.of([name.toUpperCase(), ` ${name} `]) : name;
}
