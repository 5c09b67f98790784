/**
 * Text → the decimal number that it spells, exactly.
 *
 * @module
 */

/** A decimal number: mantissa × 10^−decimals. `decimals` is negative where the number ends in zeros left of the point. */
export interface Decimal {
  readonly mantissa: bigint;
  readonly decimals: number;
}

/** Why a text is no usable close. */
export type DecimalProblem =
  | { readonly problem: "syntax" }
  | { readonly problem: "digits"; readonly digits: number }
  | { readonly problem: "exponent" };

/** The most significant digits that a close may have; leading and trailing zeros are none. */
export const MOST_DIGITS = 1000;
/** The largest exponent, up or down, that a close may have in scientific notation, d.ddd × 10^exponent. */
export const MOST_EXPONENT = 1000;

/** Numbers of up to this many digits keep their trailing zeros, so that `1.10` has the two decimals it is written with. */
const SHORT_DIGITS = 15;

const SYNTAX = /^([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?$/;

/**
 * Reads a close: sign, digits, a fraction and an exponent, with spaces and tabs around it. `.5`, `5.` and `+5.10e-3` are
 * numbers. Takes time linear in the text's length, whatever is in it.
 *
 * @param mark What stands before the fraction. Where it is a comma, a point is no part of a number.
 */
export function readDecimal(text: string, mark: "." | "," = "."): Decimal | DecimalProblem {
  const trimmed = trimBlanks(text);
  if (mark === "," && trimmed.includes(".")) return { problem: "syntax" };
  const match = SYNTAX.exec(mark === "," ? trimmed.replace(",", ".") : trimmed);
  if (match === null) return { problem: "syntax" };
  const [, sign, whole = "", fraction = "", exponentText = "0"] = match;
  const digits = whole + fraction;
  if (digits === "") return { problem: "syntax" };

  let first = 0;
  while (first < digits.length && digits[first] === "0") first++;
  if (first === digits.length) return { mantissa: 0n, decimals: 0 };
  let end = digits.length;
  while (digits[end - 1] === "0") end--;
  if (end - first > MOST_DIGITS) return { problem: "digits", digits: end - first };

  const exponent = Number(exponentText);
  // The first significant digit's place: units are 0, tens 1, tenths −1.
  const scientificExponent = whole.length - 1 - first + exponent;
  if (Math.abs(scientificExponent) > MOST_EXPONENT) return { problem: "exponent" };

  if (digits.length - first <= SHORT_DIGITS) end = digits.length;
  const magnitude = BigInt(digits.slice(first, end));
  const droppedZeros = digits.length - end;
  return { mantissa: sign === "-" ? -magnitude : magnitude, decimals: fraction.length - exponent - droppedZeros };
}

/** Without the spaces and tabs at both ends; a loop, for a regular expression may take quadratic time here. */
function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text[start])) start++;
  while (end > start && isBlank(text[end - 1])) end--;
  return text.slice(start, end);
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t";
}

const POWERS: bigint[] = [1n];

/** 10^n for n ≥ 0, remembered. */
export function powerOfTen(n: number): bigint {
  return POWERS[n] ??= 10n ** BigInt(n);
}

/** The integer mantissa of `value` written with `decimals` decimals; `decimals` must not be fewer than its own. */
export function mantissaAt(value: Decimal, decimals: number): bigint {
  return value.mantissa * powerOfTen(decimals - value.decimals);
}
