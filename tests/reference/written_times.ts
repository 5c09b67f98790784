/**
 * Times as a signals file writes them.
 *
 * @module
 */

export interface SpelledTime {
  /** Since 1970. */
  readonly nanoseconds: bigint;
  /** Whether a day alone is spelled. */
  readonly isDay: boolean;
}

const SECOND = 1_000_000_000n;
const DAY = 86_400n * SECOND;
/** How many rows decide how all are written: of lines, and of Parquet. */
const FIRST_LINES = 1024;
const FIRST_GROUP = 131_072;

/** Whether the years 1 to 9999 have a time. */
export function isInYears(nanoseconds: bigint): boolean {
  return nanoseconds >= BigInt(Date.parse("0001-01-01")) * 1_000_000n &&
    nanoseconds < BigInt(Date.parse("9999-12-31")) * 1_000_000n + DAY;
}

/** The texts of a column, in the order of its lines: what the first rows need, and more as soon as a row needs it. */
export function writtenTimes(times: readonly SpelledTime[]): string[] {
  const first = times.slice(0, FIRST_LINES);
  let areDays = first.every(({ isDay }) => isDay);
  let decimals = Math.max(0, ...first.map(({ nanoseconds }) => decimalsOf(nanoseconds)));
  return times.map(({ nanoseconds }) => {
    if (nanoseconds % DAY !== 0n) areDays = false;
    decimals = Math.max(decimals, decimalsOf(nanoseconds));
    const fraction = fractionOf(nanoseconds);
    const seconds = new Date(Number((nanoseconds - fraction) / 1_000_000n)).toISOString().slice(0, 19);
    if (areDays) return seconds.slice(0, 10);
    const digits = String(fraction).padStart(9, "0").slice(0, decimals);
    return `${seconds}${digits === "" ? "" : `.${digits}`}Z`;
  });
}

/** The numbers that a column of Parquet holds: days, microseconds or nanoseconds. */
export function parquetTimes(times: readonly SpelledTime[]): (number | bigint)[] {
  const first = times.slice(0, FIRST_GROUP);
  if (first.length > 0 && first.every(({ isDay }) => isDay)) return times.map((time) => Number(time.nanoseconds / DAY));
  const unit = first.some(({ nanoseconds }) => decimalsOf(nanoseconds) === 9) ? 1n : 1000n;
  return times.map(({ nanoseconds }) => nanoseconds / unit);
}

function fractionOf(nanoseconds: bigint): bigint {
  return (nanoseconds % SECOND + SECOND) % SECOND;
}

/** Decimals that a second needs, in steps of three. */
function decimalsOf(nanoseconds: bigint): number {
  const needed = String(fractionOf(nanoseconds)).padStart(9, "0").replace(/0+$/, "").length;
  return Math.ceil(needed / 3) * 3;
}
