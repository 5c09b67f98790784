/**
 * A rolling mean as text.
 *
 * @module
 */

/**
 * The shortest decimal that reads back as the same double, in plain digits whatever its size: without an exponent, with a
 * digit on either side of the point, without zeros at the end of the fraction. Zero has no sign. Infinities are
 * `Infinity` and `-Infinity`.
 */
export function meanText(mean: number): string {
  // JavaScript already writes the shortest digits.
  const text = String(mean);
  const match = /^(-?)([0-9])(?:\.([0-9]+))?e([+-][0-9]+)$/.exec(text);
  if (match === null) return text;
  const [, sign, first = "", rest = "", exponentText = ""] = match;
  const exponent = Number(exponentText);
  const digits = first + rest;
  // JavaScript writes an exponent from 10^21 on, where no double has a fraction, and below 10^−6.
  return exponent > 0 ? sign + digits.padEnd(exponent + 1, "0") : `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
}
