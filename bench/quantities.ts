/**
 * How figures are written in tables. What was not measured is an empty cell.
 *
 * @module
 */

/** 1234567 → "1,234,567". */
export function count(value: number): string {
  return value.toLocaleString("en");
}

/** Seconds as milliseconds, to three digits or so. */
export function ms(seconds: number): string {
  const value = seconds * 1000;
  return Number.isNaN(value) ? "" : value.toFixed(value < 99.95 ? 1 : 0);
}

/** KiB as MiB. */
export function mib(kib: number | undefined): string {
  return kib === undefined ? "" : (kib / 1024).toFixed(0);
}
