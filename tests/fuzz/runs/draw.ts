/**
 * A seed → a run. Everything follows from the seed, so a case can be repeated by its number.
 *
 * @module
 */
import { Choice } from "../generator.ts";
import { mutate } from "../mutate.ts";
import { binary, unbinary } from "../../reference/records.ts";
import type { Packing, RunCase, RunInput, RunKeys } from "./case.ts";
import { type ColumnKind, type DrawnColumn, type FileStyle, fileText } from "./file.ts";
import { LAYOUT_FILES, type LayoutFiles } from "./known.ts";
import { type DrawnRow, drawRows, OTHER_SYMBOLS, type RowStyle, SYMBOLS } from "./rows.ts";
import { TIME_STYLES, type TimeStyle } from "./times.ts";

/** The real command takes 100 ms to start, and a worker 20. */
const RUNS_FOR_A_COMMAND = 150;
/** Rows at the top of a file that show its layout. */
const TELLING_ROWS = 20;

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

/** How large the files are: of some rows, or of so many that they fill several batches and come in several chunks. */
export type Size = "small" | "large";

interface Scale {
  readonly isLarge: boolean;
  /** Whether it is one file that several threads read in segments, and so has nothing in it that one thread has to read. */
  readonly isSplit: boolean;
}

/** The run with this number. */
export function drawRun(seed: number, size: Size = "small"): RunCase {
  // Numbers next to each other would begin with similar choices.
  const choice = new Choice(Math.imul(seed + 1, 0x9e3779b1));
  const isLarge = size === "large";
  const scale = { isLarge, isSplit: choice.oneIn(isLarge ? 2 : 8) };
  return choice.oneIn(3) ? layoutRun(scale, choice) : genericRun(scale, choice);
}

/** A run whose config says where everything is. */
function genericRun(scale: Scale, choice: Choice): RunCase {
  const delimiter = choice.oneIn(2)
    ? ","
    : choice.of([";", "\t", "|", ":", "^", "~", "!", "#", " "].slice(0, 8) as [string]);
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
  const rules = ruleKeys(scale, hasTimes, stepSeconds, choice);
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

/** A run whose config names a layout, or leaves it to `auto`. */
function layoutRun(scale: Scale, choice: Choice): RunCase {
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
  const rules = ruleKeys(scale, hasTimes, stepSeconds, choice);
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
  const keys: RunKeys = {
    window: drawWindow(rowStyle, choice),
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

function orderKey(isDescending: boolean, hasTimes: boolean, choice: Choice): Partial<RunKeys> {
  if (choice.oneIn(hasTimes ? 30 : 12)) return { order: choice.of(["ascending", "descending"]) };
  if (hasTimes && choice.oneIn(4)) return { order: "auto" };
  return isDescending ? { order: "descending" } : {};
}

function unitKey({ units }: TimeStyle, choice: Choice): Partial<RunKeys> {
  const unit = choice.oneIn(20) ? choice.of(["s", "ms", "date", "auto"] as const) : choice.of(units);
  return unit === undefined ? {} : { time_unit: unit };
}

/** What the config says about rows that are not as they should be. */
function ruleKeys(scale: Scale, hasTimes: boolean, stepSeconds: number, choice: Choice): Partial<RunKeys> {
  const warmup: Partial<RunKeys> = choice.oneIn(3) ? { warmup: choice.of(["zero", "exclude"]) } : {};
  if (scale.isSplit) return warmup;
  const isSkipping = choice.oneIn(2);
  const isWatching = hasTimes && choice.oneIn(3);
  const most = choice.of(["0", "1", "5", "50", "0.57%", "1%", "10%", "33.3%", "99.999999%", "100%"]);
  return {
    ...(hasTimes && choice.oneIn(2)
      ? { duplicates: choice.of(["fail", "keep", "keep", "keep-last", "keep-last"]) }
      : {}),
    ...(isWatching
      ? { gaps: choice.oneIn(5) ? "fail" : "warn", interval: choice.oneIn(5) ? "7s" : `${stepSeconds}s` }
      : {}),
    ...(isSkipping ? { invalid_rows: "skip" } : {}),
    ...(isSkipping && choice.oneIn(2) ? { max_invalid_rows: most } : {}),
    ...warmup,
    // A key without the one that it belongs to.
    ...(choice.oneIn(150) ? { max_invalid_rows: most } : {}),
    ...(choice.oneIn(150) ? { interval: "1m" } : {}),
    ...(choice.oneIn(150) ? { duplicates: "keep" } : {}),
  };
}

function withFlags({ isLarge, isSplit }: Scale, keys: RunKeys, inputs: readonly RunInput[], choice: Choice): RunCase {
  const isSkipping = keys.invalid_rows === "skip";
  const isCommand = choice.oneIn(RUNS_FOR_A_COMMAND);
  const hasSignals = !isSplit && choice.oneIn(2);
  // The real command reads standard input as well.
  const [first, ...more] = inputs;
  const files = isCommand && first !== undefined && choice.oneIn(2) ? [{ ...first, isPipe: true }, ...more] : inputs;
  // Threads do no harm where one reads alone.
  const hasThreads = isSplit || choice.oneIn(8);
  return {
    keys,
    inputs: files,
    ...(!files.some(({ isPipe }) => isPipe) && choice.oneIn(5) ? { isPattern: true } : {}),
    ...(hasSignals ? { signals: choice.of(["csv", "csv", "csv", "csv.gz", "jsonl", "jsonl", "parquet"]) } : {}),
    ...((isSkipping && choice.oneIn(2)) || choice.oneIn(150) ? { hasRejects: true } : {}),
    ...(hasThreads ? { threads: choice.integer(2, 4) } : choice.oneIn(3) ? { threads: 1 } : {}),
    ...(hasThreads && !isCommand && !isLarge
      ? { segmentBytes: choice.of([choice.integer(1, 40), choice.integer(20, 400), 3000]) }
      : {}),
    ...(isCommand ? { isCommand } : {}),
  };
}

function packing({ isLarge, isSplit }: Scale, bytes: string, n: number, choice: Choice): RunInput {
  const packings: readonly [Packing, ...Packing[]] = isSplit
    ? ["plain"]
    : ["plain", "plain", "plain", "gzip", "gzip", "zstd", "zip"];
  const isFine = bytes.length < 3000;
  const length = () => isFine && choice.oneIn(2) ? choice.integer(1, 40) : choice.integer(1, 1 + bytes.length);
  return {
    name: `${n + 1}-${choice.of(["in", "b c", "\u65e5", "[x"])}.csv`,
    bytes,
    packing: choice.of(packings),
    isPipe: !isSplit && choice.oneIn(isLarge ? 20 : 8),
    pieces: Array.from({ length: choice.integer(1, 5) }, length).map((one) =>
      Math.max(one, Math.ceil(bytes.length / 300))
    ),
  };
}

function inputCount({ isLarge, isSplit }: Scale, choice: Choice): number {
  return isSplit || choice.oneIn(2) || (isLarge && !choice.oneIn(4)) ? 1 : choice.integer(2, 4);
}

/** Mostly one that the rows of a symbol fill. */
function drawWindow({ count, symbols }: RowStyle, choice: Choice): number {
  const most = Math.max(1, Math.floor(count / symbols.length / 2));
  if (choice.oneIn(15)) return choice.integer(1, choice.of([200, count + 1]));
  return choice.oneIn(3)
    ? choice.integer(1, Math.min(count < 20_000 ? 200 : 20, most))
    : choice.integer(1, Math.min(5, most));
}

function drawStep(isDaily: boolean, choice: Choice): number {
  return isDaily ? 86_400 : choice.of([60, 60, 300, 3600]);
}

/** @param rules What the config says about time stamps; undefined where there are none. */
function drawRowStyle(
  scale: Scale,
  choice: Choice,
  stepSeconds: number,
  hasSymbols: boolean,
  rules: Partial<RunKeys> | undefined,
  mark: "." | ",",
): RowStyle {
  const counts = [choice.integer(1, 6), choice.integer(4, 40), choice.integer(4, 40), choice.integer(30, 300)] as const;
  const hasMany = hasSymbols && choice.oneIn(10);
  const others = choice.oneIn(12) ? OTHER_SYMBOLS : [];
  const few = hasSymbols ? choice.integer(1, 5) : 1;
  const some = Array.from({ length: few }, () => choice.of([SYMBOLS[0], ...SYMBOLS, ...others]));
  const keepsDuplicates = rules?.duplicates === "keep" || rules?.duplicates === "keep-last";
  const canRepeat = keepsDuplicates || choice.oneIn(20);
  return {
    count: scale.isLarge
      ? choice.integer(scale.isSplit ? 80_000 : 30_000, scale.isSplit ? 200_000 : 120_000)
      : choice.oneIn(60)
      ? choice.integer(2000, 20_000)
      : choice.oneIn(25)
      ? 0
      : choice.of(counts),
    stepSeconds,
    decimals: choice.of([0, 1, 2, 2, 4, 8]),
    mark,
    oddity: choice.of(!scale.isLarge ? [2, 10, 100] : [100, 10_000]),
    symbols: hasMany
      ? Array.from({ length: !scale.isLarge ? 300 : 30_000 }, (_, n) => `S${n}`) as [string]
      : some as [string],
    turns: choice.of(["one by one", "in runs", "at random"]),
    isDescending: choice.oneIn(4),
    oddSteps: rules !== undefined && choice.oneIn(2) ? choice.of(!scale.isLarge ? [3, 20, 200] : [200, 50_000]) : 0,
    steps: [2, 3, 60, ...(canRepeat ? [0, 0, 0, 1.5, 0.5] : []), ...(choice.oneIn(15) ? [-1] : [])],
    areClosesOdd: choice.oneIn(3),
  };
}

/** The rows of each input. */
function split(rows: readonly DrawnRow[], inputs: number, choice: Choice): DrawnRow[][] {
  const canBeEmpty = rows.length < inputs || choice.oneIn(30);
  const edges = Array.from(
    { length: inputs - 1 },
    (_, n) =>
      canBeEmpty
        ? choice.integer(0, rows.length)
        // One of so many equal parts, or one row more or fewer.
        : Math.min(rows.length - 1, Math.max(1, Math.floor((n + 1) * rows.length / inputs))),
  ).sort((a, b) => a - b);
  return [0, ...edges].map((from, n) => rows.slice(from, edges[n] ?? rows.length));
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

function textOf(bytes: string): string {
  return new TextDecoder().decode(unbinary(bytes));
}
