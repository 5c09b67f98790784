/**
 * Batches in pieces that fit into the memory of a WebAssembly module.
 *
 * @module
 */
import type { Spellings } from "./row.ts";

/** Consecutive rows of a batch. */
export interface Piece {
  readonly rows: number;
  /** The range of their texts in the bytes of the batch. Texts that are out of order may be outside of it. */
  readonly base: number;
  readonly end: number;
}

/** The rows from `from` up to but not including `to` whose texts fit into a buffer together: none if a text is too long. */
export function pieceFrom(
  columns: readonly Spellings[],
  bytes: Uint8Array,
  from: number,
  to: number,
  most: { readonly rows: number; readonly bytes: number },
): Piece {
  const base = Math.min(...columns.map(({ starts }) => starts[from] ?? 0));
  let rows = Math.min(to - from, most.rows);
  for (;; rows >>= 1) {
    if (rows === 0) return { rows, base, end: base };
    const last = from + rows - 1;
    const end = Math.max(...columns.map(({ starts, lengths }) => (starts[last] ?? 0) + (lengths[last] ?? 0)));
    // Texts that are out of order may be before the base: the module checks that.
    if (end <= bytes.length && end - base <= most.bytes) return { rows, base, end: Math.max(base, end) };
  }
}

/** Copies where the texts of `rows` rows are, from row `from` on. */
export function copySpellings(to: Spellings, { starts, lengths }: Spellings, from: number, rows: number): void {
  to.starts.set(starts.subarray(from, from + rows));
  to.lengths.set(lengths.subarray(from, from + rows));
}
