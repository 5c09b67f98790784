/**
 * Durations.
 *
 * @module
 */

const UNITS: readonly (readonly [name: string, nanoseconds: bigint])[] = [
  ["w", 604_800_000_000_000n],
  ["d", 86_400_000_000_000n],
  ["h", 3_600_000_000_000n],
  ["m", 60_000_000_000n],
  ["s", 1_000_000_000n],
  ["ms", 1_000_000n],
  ["us", 1_000n],
  ["ns", 1n],
];

/** The most units that a message shows. */
const SHOWN_UNITS = 2;

/** `1m` → nanoseconds: a whole number above 0 and one of s, m (minutes), h, d, w; undefined for any other text. */
export function readInterval(text: string): bigint | undefined {
  const [, count, name] = /^([1-9][0-9]{0,8})([smhdw])$/.exec(text) ?? [];
  const unit = UNITS.find(([own]) => own === name);
  return count === undefined || unit === undefined ? undefined : BigInt(count) * unit[1];
}

/** `3m`, `2d 3h`: the two largest units that are not 0; finer ones are left out. */
export function formatDuration(nanoseconds: bigint): string {
  let left = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const parts: string[] = [];
  // Weeks are only read, for intervals: a gap of 10d reads better than one of 1w 3d.
  for (const [name, size] of UNITS.slice(1)) {
    if (left < size || parts.length === SHOWN_UNITS) continue;
    parts.push(`${left / size}${name}`);
    left %= size;
  }
  return `${nanoseconds < 0n ? "-" : ""}${parts.join(" ") || "0s"}`;
}
