/**
 * Which character stands before the fraction of a table's prices: a point or a comma.
 *
 * @module
 */
import { type DecimalMark, isGrouped, isNumber } from "./cells.ts";
import type { HeadRecord } from "./head.ts";
import type { Columns, OpenNumber } from "./recognised.ts";

const PROOF: Readonly<Record<DecimalMark, RegExp>> = {
  ".": /^[+-]?(?:[0-9]*|[0-9]{1,3}(?:[,' \u00a0\u202f][0-9]{3})+)\.[0-9]+$/,
  ",": /^[+-]?(?:[0-9]*|[0-9]{1,3}(?:[.' \u00a0\u202f][0-9]{3})+),[0-9]+$/,
};
const OPEN = /^[+-]?[1-9][0-9]{0,2}([.,])[0-9]{3}$/;
const WHOLE = /^[+-]?[0-9]+$/;
/** Two groups and more: the character between them is no decimal mark. */
const GROUPS = /^[+-]?[0-9]{1,3}([.,])[0-9]{3}(?:\1[0-9]{3})+$/;

/** The mark that the prices prove; and, where they prove none and it matters, a price that may mean two numbers. */
export function decimalMarkOf(
  rows: readonly HeadRecord[],
  delimiter: string,
  { open, high, low, close, timestamp, symbol }: Columns,
): { readonly mark: DecimalMark; readonly open: OpenNumber | undefined } {
  const known = [open, high, low, close].filter((index) => index !== undefined);
  const pricesOf = ({ fields }: HeadRecord) =>
    (close === undefined
      ? fields.filter((_, index) => index !== timestamp && index !== symbol)
      : known.map((index) => fields[index] ?? "")).map((text) => text.trim());
  if (delimiter === ",") return { mark: hasDecimalCommas(rows.flatMap(pricesOf)) ? "," : ".", open: undefined };

  const proven = new Set<DecimalMark>();
  let unsure: Omit<OpenNumber, "isBesideWhole"> | undefined;
  let hasWhole = false;
  for (const row of rows) {
    for (const text of pricesOf(row)) {
      const group = GROUPS.exec(text)?.[1];
      if (group !== undefined) proven.add(group === "." ? "," : ".");
      else if (OPEN.test(text)) unsure ??= { line: row.line, text };
      else if (PROOF["."].test(text)) proven.add(".");
      else if (PROOF[","].test(text)) proven.add(",");
      hasWhole ||= WHOLE.test(text);
    }
  }
  const [mark, second] = proven;
  const isOpen = unsure !== undefined && (mark === undefined || second !== undefined);
  return {
    mark: mark ?? (unsure?.text.includes(",") ? "," : "."),
    open: isOpen && unsure !== undefined ? { ...unsure, isBesideWhole: hasWhole } : undefined,
  };
}

/**
 * In a file with commas between fields, a number with a comma is in quotes, and its comma most likely separates groups of
 * digits. It is a decimal comma if some price has it where no group could end, and no price has a point.
 */
function hasDecimalCommas(prices: readonly string[]): boolean {
  return !prices.some((text) => text.includes(".")) &&
    prices.some((text) => isNumber(text, ",") && !isNumber(text, ".") && !isGrouped(text));
}
