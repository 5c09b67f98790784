/**
 * Rows → the text of a file, in the ways in which files are written and in some in which they are broken.
 *
 * @module
 */
import type { Choice } from "../generator.ts";
import { badClose, digits, type DrawnRow, oddClose } from "./rows.ts";
import { oddTime, type TimeStyle } from "./times.ts";

/** What a column holds: what is read, a price, or what nobody reads. */
export type ColumnKind =
  | "close"
  | "timestamp"
  | "symbol"
  | "open"
  | "high"
  | "low"
  | "other"
  | "count"
  | readonly string[];

export interface DrawnColumn {
  readonly kind: ColumnKind | TimeStyle;
  /** One character for each byte. */
  readonly name: string;
}

export interface FileStyle {
  readonly columns: readonly DrawnColumn[];
  /** How times are written: in one way, or in several. */
  readonly times: readonly [TimeStyle, ...TimeStyle[]];
  readonly delimiter: string;
  readonly hasHeader: boolean;
  /** Whole lines before the header and below it. */
  readonly before: readonly string[];
  readonly below: readonly string[];
  readonly lineEnd: "\n" | "\r\n" | "mixed";
  readonly hasMark: boolean;
  readonly endsOpen: boolean;
  readonly quoting: "needed" | "all" | "some";
  /** Which lines are one quoted field each that holds the record. */
  readonly wrapped: "none" | "all" | "header" | "rows" | "some";
  /** Odd things in fields that nobody reads come once in so many; 0 for never. */
  readonly oddity: number;
  /** Once in so many rows something is broken; 0 for never. */
  readonly damage: number;
  /** Rows at the top that are written plainly. */
  readonly plainRows: number;
}

/** A file, and the length of the part that ends with the last plain row. */
export function fileText(rows: readonly DrawnRow[], style: FileStyle, choice: Choice): { bytes: string; told: number } {
  const { before, below, columns, wrapped, damage, oddity, plainRows } = style;
  const isOdd = (times: number) => times > 0 && choice.oneIn(times);
  const lineOf = (text: string) => text + (style.lineEnd === "mixed" ? choice.of(["\n", "\r\n"]) : style.lineEnd);
  const isWrapped = (what: "header" | "rows") =>
    wrapped === "all" || wrapped === what || (wrapped === "some" && choice.oneIn(2));
  const recordLine = (record: string, what: "header" | "rows") => lineOf(isWrapped(what) ? quoted(record) : record);

  const lines = [style.hasMark ? "\xef\xbb\xbf" : "", ...before.map(lineOf)];
  if (style.hasHeader) {
    const names = columns.map(({ name }) => style.quoting === "all" ? quoted(name) : written(name, style, choice));
    lines.push(recordLine(names.join(style.delimiter), "header"), ...below.map(lineOf));
  }
  let told = lines.length;
  rows.forEach((row, n) => {
    const isPlain = n < plainRows;
    if (!isPlain && isOdd(4 * oddity)) lines.push(lineOf(choice.of(["", " ", "\t"])));
    const isDamaged = !isPlain && isOdd(damage);
    const record = isDamaged ? damagedRecord(row, style, choice) : recordOf(row, style, choice, isPlain);
    lines.push(recordLine(record, "rows"));
    if (isPlain) told = lines.length;
  });
  const bytes = lines.join("");
  return {
    bytes: style.endsOpen ? bytes.replace(/\r?\n$/, "") : bytes,
    told: lines.slice(0, told).join("").length,
  };
}

function recordOf(row: DrawnRow, style: FileStyle, choice: Choice, isPlain = false): string {
  return fieldsOf(row, style, choice, isPlain).join(style.delimiter);
}

function fieldsOf(row: DrawnRow, style: FileStyle, choice: Choice, isPlain: boolean): string[] {
  return style.columns.map(({ kind }) => written(valueOf(kind, row, style, choice, isPlain), style, choice));
}

function valueOf(kind: DrawnColumn["kind"], row: DrawnRow, style: FileStyle, choice: Choice, isPlain: boolean): string {
  if (typeof kind === "object") return "write" in kind ? kind.write(row.seconds, choice) : kind[0] ?? "";
  switch (kind) {
    case "close":
      return row.close;
    case "timestamp":
      return choice.of(style.times).write(row.seconds, choice);
    case "symbol":
      return !isPlain && style.oddity > 0 && choice.oneIn(30 * style.oddity) ? ` ${row.symbol}  ` : row.symbol;
    case "open":
      return row.prices[0];
    case "high":
      return row.prices[1];
    case "low":
      return row.prices[2];
    case "count":
      return digits(choice, 3);
    case "other":
      return isPlain ? "1" : otherValue(style, choice);
  }
}

/** What stands in columns that nobody reads. */
function otherValue({ oddity, delimiter }: FileStyle, choice: Choice): string {
  if (oddity === 0 || !choice.oneIn(oddity)) {
    return choice.of(["", "1325317920", "4.39", "2024-01-01 00:00:00", "-0.5", "ok"]);
  }
  return choice.of([
    "a,b;c",
    'say ""hi""',
    '"',
    '""""',
    "x\ny",
    "\r\n",
    "\n\n\n",
    "\xc3\xa9\xe2\x82\xac",
    "\xef\xbb\xbf",
    "\xff\xfe",
    "caf\xe9",
    "\0",
    "\r",
    "'",
    " ",
    "=1+1",
    "x".repeat(choice.of([choice.integer(1, 400), choice.integer(1, 400), 5000, choice.oneIn(20) ? 300_000 : 1])),
    // To a thread that begins in the middle of it, this looks like rows.
    `\n${`1${delimiter}2${delimiter}3\n`.repeat(choice.integer(1, 9))}`,
  ]);
}

export function quoted(bytes: string): string {
  return `"${bytes.replaceAll('"', '""')}"`;
}

/** A field as it is written: in quotes where it needs them or the style has them. */
function written(bytes: string, { delimiter, quoting }: FileStyle, choice: Choice): string {
  const isNeeded = bytes.includes(delimiter) || /["\n]/.test(bytes) || bytes.endsWith("\r");
  const isWanted = quoting === "all" || (quoting === "some" && choice.oneIn(4));
  return isNeeded || isWanted ? quoted(bytes) : bytes;
}

/** A record in which something is not as it should be. */
function damagedRecord(row: DrawnRow, style: FileStyle, choice: Choice): string {
  const { columns, delimiter } = style;
  const fields = fieldsOf(row, style, choice, false);
  const replace = (kind: ColumnKind, value: string) => {
    const index = columns.findIndex((column) => column.kind === kind);
    if (index >= 0) fields[index] = written(value, style, choice);
    return fields.join(delimiter);
  };
  const draw: () => string = choice.of([
    () => replace("close", badClose(choice)),
    () => replace("close", oddClose(".", choice)),
    () => replace("timestamp", oddTime(choice)),
    () => replace("symbol", choice.of(["", " ", "\xff", "M\xf6hle"])),
    () => fields.slice(0, -1).join(delimiter),
    () => [...fields, "1"].join(delimiter),
    () => fields.map((field, n) => n === 0 ? `${field}"` : field).join(delimiter),
    () => fields.map((field, n) => n === fields.length - 1 ? `x"${field}` : field).join(delimiter),
    () => fields.map((field, n) => n === 0 ? `"${field.replaceAll('"', "")}"x` : field).join(delimiter),
    () => "garbage",
    () => fields.join(delimiter) + "\r",
  ]);
  return draw();
}
