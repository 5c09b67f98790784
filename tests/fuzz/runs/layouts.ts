/**
 * Runs whose config names a layout, or leaves it to `auto`.
 *
 * @module
 */
import { textOf } from "../../reference/records.ts";
import type { Choice } from "../generator.ts";
import type { RunCase, RunKeys } from "./case.ts";
import { type FileStyle, fileText } from "./file.ts";
import { LAYOUT_FILES, type LayoutFiles } from "./known.ts";
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
import { type DrawnRow, drawRows, type RowStyle } from "./rows.ts";

/** Rows at the top of a file that show its layout. */
const TELLING_ROWS = 20;

/** A run whose files are of known layouts. */
export function layoutRun(scale: Scale, choice: Choice): RunCase {
  const isAuto = choice.oneIn(2);
  const kinds = LAYOUT_FILES.filter(({ layout, isForAuto }) => isAuto ? isForAuto : layout !== "generic")
    .filter(({ known }) => !scale.isSplit || known.form.symbol === undefined);
  const first = choice.of(kinds as [LayoutFiles, ...LayoutFiles[]]);
  const others = isAuto && choice.oneIn(6) ? kinds : kinds.filter(({ layout }) => layout === first.layout);
  const chosen = [
    first,
    ...Array.from({ length: inputCount(scale, choice) - 1 }, () => choice.of(others as [LayoutFiles])),
  ]
    .map((one) => choice.oneIn(2) ? one : first);
  const isDaily = chosen.some(({ time }) => time.isDaily === true);
  const { form, order } = first.known;
  const hasTimes = form.timestamp !== undefined;
  const isDescending = order === "descending" ? !choice.oneIn(5) : choice.oneIn(6);
  const stepSeconds = drawStep(isDaily, choice);
  const rules = ruleKeys(scale, hasTimes, form.symbol !== undefined, stepSeconds, choice);
  const drawn = drawRowStyle(scale, choice, stepSeconds, form.symbol !== undefined, hasTimes ? rules : undefined, ".");
  const decimals = first.decimals ?? drawn.decimals;
  const rowStyle: RowStyle = { ...drawn, isDescending, decimals, areClosesOdd: false };
  const inputs = split(drawRows(rowStyle, choice), chosen.length, choice).map((rows, n) => {
    const kind = chosen[n] ?? first;
    const file: FileStyle = {
      columns: kind.columns,
      times: [kind.time],
      delimiter: kind.known.form.delimiter,
      hasHeader: kind.known.form.hasHeader,
      before: kind.before,
      below: kind.below,
      lineEnd: choice.of(["\n", "\n", "\r\n", "mixed"]),
      hasMark: choice.oneIn(8),
      endsOpen: choice.oneIn(4),
      quoting: choice.oneIn(4) ? "all" : "needed",
      wrapped: "none",
      oddity: choice.of([0, 5, 40]),
      damage: choice.of(!scale.isLarge ? [0, 0, 10, 60] : [0, 0, 0, 1000, 100_000]),
      plainRows: TELLING_ROWS,
    };
    const { bytes, told } = fileText(rows.map((row) => fitted(row, kind, decimals)), file, choice);
    return { ...packing(scale, bytes, n, choice), known: kind.known, tellingBytes: told };
  });
  // Rows without times have an order only where the config says so.
  const needsOrder = chosen.some(({ known }) => known.form.timestamp === undefined);
  const keys: RunKeys = {
    window: drawWindow(rowStyle, choice),
    ...(needsOrder ? { order: "ascending" } : {}),
    layout: isAuto ? "auto" : first.layout,
    ...(chosen.every((kind) => kind === first) ? saidKeys(first, choice) : {}),
    ...(choice.oneIn(8) ? { close_column: otherClose(first, choice) } : {}),
    ...(choice.oneIn(10)
      ? { order: choice.of(["ascending", "descending", "auto"]) }
      : orderFor(isDescending, order, choice)),
    ...rules,
  };
  return withFlags(scale, keys, inputs, choice);
}

/** Keys that say what the layout says anyway, and now and then another column of symbols. */
function saidKeys({ columns, known: { form } }: LayoutFiles, choice: Choice): Partial<RunKeys> {
  const isSaid = () => choice.oneIn(10);
  return {
    ...(isSaid() ? { has_header: form.hasHeader } : {}),
    ...(isSaid() ? { skip_lines: form.skipLines } : {}),
    ...(isSaid() ? { delimiter: form.delimiter } : {}),
    ...(isSaid() ? { decimal_mark: form.mark } : {}),
    ...(isSaid() && form.timestamp !== undefined ? { time_unit: form.unit } : {}),
    // A column that is named is one column, where the layout may have two.
    ...(isSaid() && form.timestamp !== undefined ? { timestamp_column: form.timestamp } : {}),
    ...(isSaid() && form.symbol !== undefined ? { symbol_column: form.symbol } : {}),
    ...(choice.oneIn(40) ? { symbol_column: choice.integer(1, columns.length) } : {}),
  };
}

/** Prices as the layout's files spell them. */
function fitted(row: DrawnRow, { decimals: wanted, known }: LayoutFiles, decimals: number): DrawnRow {
  const spell = (text: string) => {
    const padded = wanted === undefined || wanted <= decimals
      ? text
      : `${text}${text.includes(".") ? "" : "."}${"0".repeat(wanted - decimals)}`;
    return padded.replace(".", known.form.mark);
  };
  return { ...row, close: spell(row.close), prices: row.prices.map(spell) as [string, string, string] };
}

/** Another column of prices in the place of the close, by name where there is a header. */
function otherClose({ columns, known }: LayoutFiles, choice: Choice): string | number {
  const index = columns.findIndex(({ kind }) => kind === choice.of(["open", "high", "close"]));
  const column = columns[index];
  if (column === undefined) return known.form.close;
  return known.form.hasHeader && choice.oneIn(2) ? textOf(column.name) : index + 1;
}

function orderFor(isDescending: boolean, order: "ascending" | "descending" | "auto", choice: Choice): Partial<RunKeys> {
  const own = isDescending ? "descending" : "ascending";
  return own === order || choice.oneIn(6) ? {} : { order: own };
}
