/**
 * Which way timestamps run.
 *
 * @module
 */

/** The order that the first two different timestamps have; undefined where there are no two. */
export function orderOf(timestamps: Iterable<bigint>): "ascending" | "descending" | undefined {
  let first: bigint | undefined;
  for (const timestamp of timestamps) {
    first ??= timestamp;
    if (timestamp !== first) return timestamp > first ? "ascending" : "descending";
  }
  return undefined;
}
