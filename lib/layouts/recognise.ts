/**
 * The first bytes of a file, and what the config says about it → its layout.
 *
 * @module
 */
import { headerNotUtf8, layoutDiffers, layoutUnknown } from "../errors.ts";
import { areExchanged, countCandles, isOnlyOrder, MOST_IMPOSSIBLE, pricesIn } from "./candles.ts";
import { LF } from "../records/ascii.ts";
import { refuseNoText } from "../inputs/formats.ts";
import { areMostlyTimes, timeEvidence } from "../times/evidence.ts";
import { readTimestamp } from "../times/timestamp.ts";
import type { Form } from "./form.ts";
import { guess } from "./guess.ts";
import { unnamedColumnOf } from "./header_length.ts";
import { oldestFirst } from "./headerless.ts";
import { type HeadRecord, headRecords, invalidByteOfLine, withoutGroupsIn } from "./head.ts";
import { KNOWN_LAYOUTS } from "./known.ts";
import { indexOf, type LayoutKeys, sameName, withKeys } from "./keys.ts";
import { type ColumnName, type Direction, GENERIC, type Layout } from "./layout.ts";
import type { Columns, Recognised } from "./recognised.ts";
import { requireOneSeries, requireOneSymbol, requireSense } from "./sense.ts";
import { columnOf, type Role } from "./usual.ts";

/** How many records show whether a form fits: what stands below the header may be part of it. */
const FORM_RECORDS = 16;
/** How many show whether their columns hold what the form says. */
const PROOF_RECORDS = 1000;

/** A form of so many columns without a header is no other source's. */
const MANY_COLUMNS = 10;

/** How many records are looked at to find the order of the rows. */
const ORDER_RECORDS = 1000;

/**
 * Recognises the layout of a file: one of the table, `european`, or a generic one.
 *
 * @param keys What the config says; it is not questioned.
 * @returns undefined where there are no records at all.
 */
export function recognise(head: Uint8Array, keys: LayoutKeys = {}): Recognised | undefined {
  for (const { forms } of KNOWN_LAYOUTS) {
    for (const form of forms) {
      const found = form.byNameOnly ? undefined : recogniseForm(head, form, keys);
      if (found !== undefined) return found;
    }
  }
  return guess(head, keys);
}

/** What a file of this form shows; undefined if the form does not fit. */
function recogniseForm(head: Uint8Array, form: Form, keys: LayoutKeys): Recognised | undefined {
  const layout = withKeys(form.layout, keys);
  if (layout.hasHeader !== form.layout.hasHeader) return undefined;
  if (!form.fits(headRecords(head, layout.delimiter, layout.skipLines, FORM_RECORDS))) return undefined;
  const cut = headRecords(head, layout.delimiter, layout.skipLines, PROOF_RECORDS);
  const records = withoutGroupsIn(cut, layout.thousandsMark);
  const [first] = records;
  if (first === undefined) return undefined;

  const header = layout.hasHeader ? first.fields.map((name) => name.trim()) : undefined;
  const names = header ?? form.columns ?? [];
  // Tickers side by side have a close each, and the layout does not say which one is meant.
  const { closeColumn } = layout;
  const isClose = (name: string) => typeof closeColumn === "string" && sameName(name, closeColumn);
  if (names.filter(isClose).length > 1) return undefined;
  const columns: Columns = {};
  const timestamp = indexOf(layout.timestampColumn, names);
  const rows = layout.hasHeader ? records.slice(1 + layout.linesAfterHeader) : records;
  // The form knows what a row holds: one with a column more is of some other source, unless it is named.
  if (header !== undefined && keys.layout !== layout.name && unnamedColumnOf(header, rows) !== undefined) {
    return undefined;
  }
  if (timestamp !== undefined && !areTimes(rows, timestamp, layout)) return undefined;
  if (!layout.hasHeader && !arePrices(rows, form, keys)) return undefined;
  for (const role of ["open", "high", "low"] as const) addColumn(columns, role, columnOf(role, names));
  addColumn(columns, "close", indexOf(layout.closeColumn, names));
  addColumn(columns, "timestamp", timestamp);
  addColumn(columns, "symbol", indexOf((keys.isOneSymbol ? form.layout : layout).symbolColumn, names));
  return {
    ...layout,
    names: header ?? form.columns,
    fieldCount: first.fieldCount,
    columns,
    rows,
    known: layout,
  };
}

/** Whether the rows of a form without a header can be its candles: other sources write the same numbers in another order. */
function arePrices(rows: readonly HeadRecord[], { columns: names = [], layout }: Form, keys: LayoutKeys): boolean {
  const roles = Object.fromEntries(["open", "high", "low"].map((role) => [role, names.indexOf(role)]));
  const close = indexOf(layout.closeColumn, names);
  const prices = pricesIn({ ...roles, ...(close === undefined ? {} : { close }) });
  if (prices === undefined || Object.values(prices).includes(-1)) return true;
  const { impossible, telling } = countCandles(rows, prices);
  const index = indexOf(layout.timestampColumn, names);
  const time = index === undefined ? index : { index, fields: layout.timestampFields, unit: layout.timeUnit };
  if (areExchanged(oldestFirst(rows, time, layout.delimiter, undefined), prices)) return false;
  // A form of many columns shows by those what it is, and a layout that is named is the user's word. Flat candles are possible
  // in any order.
  const isShown = names.length >= MANY_COLUMNS || keys.layout === layout.name;
  return isShown ? impossible <= MOST_IMPOSSIBLE * telling : isOnlyOrder(rows, prices);
}

/** Whether the first rows have times in a column, at least half of those that have any. */
function areTimes(
  rows: readonly HeadRecord[],
  index: number,
  { timestampFields, delimiter, timeUnit }: Layout,
): boolean {
  const texts = rows.map(({ fields }) => fields.slice(index, index + timestampFields).join(delimiter));
  const evidence = timeEvidence(texts, timeUnit);
  return evidence.texts === 0 || areMostlyTimes(evidence);
}

function addColumn(columns: Columns, role: Role, index: number | undefined): void {
  if (index !== undefined) columns[role] = index;
}

/**
 * The layout by which a job reads a file. For `auto`, the first bytes of the file decide; for a known layout they decide
 * which form it is.
 *
 * @param head The first bytes of the file, decompressed, as {@linkcode headOf} gives them.
 * @param keys What the config says. It overrides the layout.
 * @param input The file's name, for errors.
 * @throws {JobError} of kind data: the file is not of the layout that the config names, or `auto` finds no close.
 */
export function resolveLayout(head: Uint8Array, keys: LayoutKeys, input: string): Layout {
  const name = keys.layout ?? GENERIC.name;
  if (name === GENERIC.name) return withKeys(GENERIC, keys);
  if (name === "auto") {
    const found = recognise(head, keys);
    const layout = found && layoutOf(found, keys);
    if (found === undefined || layout === undefined) {
      refuseOtherEncodings(head, found, input);
      throw layoutUnknown(input, found?.names, found?.fieldCount ?? 0);
    }
    requireSense(found, layout, keys, input);
    return layout;
  }
  if (name === "european") {
    const found = guess(head, { delimiter: ";", decimalMark: ",", ...keys });
    const layout = found && layoutOf(found, keys);
    if (layout === undefined || found?.fieldCount === 1) {
      refuseOtherEncodings(head, found, input);
      const expected = "a column close among columns with semicolons between them";
      throw layoutDiffers(input, name, firstFields(head, keys.delimiter ?? ";", keys.skipLines ?? 0), expected);
    }
    if (found === undefined) throw new Error("a layout of nothing");
    requireSense({ ...found, ...layout }, layout, keys, input);
    return { ...layout, name };
  }
  const known = KNOWN_LAYOUTS.find((one) => one.name === name);
  if (known === undefined) throw new TypeError(`no layout is called ${name}`);
  for (const form of known.forms) {
    const found = recogniseForm(head, form, keys);
    if (found?.known === undefined) continue;
    requireOneSymbol(found, keys, input);
    requireOneSeries(found, keys, input);
    return found.known;
  }
  const [form] = known.forms;
  refuseBinary(head, input);
  const delimiter = keys.delimiter ?? form?.layout.delimiter ?? ",";
  throw layoutDiffers(input, name, firstFields(head, delimiter, keys.skipLines ?? 0), known.expected);
}

/** Refuses a header that is not UTF-8: its names can't be recognised. */
function refuseOtherEncodings(head: Uint8Array, found: Recognised | undefined, input: string): void {
  refuseBinary(head, input);
  if (found === undefined || !found.hasHeader) return;
  const [header] = headRecords(head, found.delimiter, found.skipLines, 1);
  const invalid = header && invalidByteOfLine(head, header.line);
  if (invalid !== undefined) throw headerNotUtf8({ file: input, line: header?.line ?? 1 }, invalid);
}

/** What is no text is of no layout for that. */
function refuseBinary(head: Uint8Array, input: string): void {
  const end = head.indexOf(LF) + 1;
  refuseNoText(end === 0 ? head : head.subarray(0, end), { file: input, line: 1 }, 0);
}

/** The first record, for errors. */
function firstFields(head: Uint8Array, delimiter: string, skipLines: number): HeadRecord | undefined {
  return headRecords(head, delimiter, skipLines, 1)[0];
}

/** The layout of what was recognised; undefined if no close was found. A column is named, or numbered if its name is not unique. */
export function layoutOf(found: Recognised, keys: LayoutKeys = {}): Layout | undefined {
  if (found.known !== undefined) return found.known;
  const columnAt = (index: number): ColumnName => {
    const name = found.hasHeader ? found.names?.[index] : undefined;
    const isUnique = name !== undefined && found.names?.filter((other) => sameName(other, name)).length === 1;
    return isUnique && name !== "" ? name : index + 1;
  };
  const { close, timestamp, symbol } = found.columns;
  const closeColumn = keys.closeColumn ?? (close === undefined ? undefined : columnAt(close));
  if (closeColumn === undefined) return undefined;
  const layout: Layout = {
    name: found.name,
    hasHeader: found.hasHeader,
    skipLines: found.skipLines,
    linesAfterHeader: found.linesAfterHeader,
    ...(found.unnamedColumn === undefined ? {} : { unnamedColumn: found.unnamedColumn }),
    delimiter: found.delimiter,
    decimalMark: found.decimalMark,
    closeColumn,
    ...(timestamp === undefined ? {} : { timestampColumn: columnAt(timestamp) }),
    timestampFields: found.timestampFields,
    ...(symbol === undefined ? {} : { symbolColumn: columnAt(symbol) }),
    timeUnit: found.timeUnit,
    order: found.order,
  };
  return withKeys(layout, keys);
}

/**
 * The order of a file's first rows; undefined unless two of them, of one symbol, have different times.
 *
 * @param head As in {@linkcode resolveLayout}.
 */
export function orderOfHead(head: Uint8Array, layout: Layout): Direction | undefined {
  const records = headRecords(head, layout.delimiter, layout.skipLines, ORDER_RECORDS);
  const names = layout.hasHeader ? records[0]?.fields ?? [] : [];
  const rows = layout.hasHeader ? records.slice(1 + layout.linesAfterHeader) : records;
  return orderOf(rows, layout, indexOf(layout.timestampColumn, names), indexOf(layout.symbolColumn, names));
}

/** Decided by the first two different times of one symbol, so that a later row can't change it. */
function orderOf(
  rows: readonly HeadRecord[],
  layout: Pick<Layout, "timestampFields" | "delimiter" | "timeUnit">,
  timestamp: number | undefined,
  symbol: number | undefined,
): Direction | undefined {
  if (timestamp === undefined) return undefined;
  const last = new Map<string, bigint>();
  for (const { fields } of rows) {
    const text = fields.slice(timestamp, timestamp + layout.timestampFields).join(layout.delimiter);
    const time = readTimestamp(text, layout.timeUnit);
    if (time === undefined) continue;
    const key = symbol === undefined ? "" : fields[symbol] ?? "";
    const before = last.get(key) ?? time;
    if (time !== before) return time > before ? "ascending" : "descending";
    last.set(key, time);
  }
  return undefined;
}
