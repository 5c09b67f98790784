/**
 * Closes of several symbols by the kernel → the closes of each symbol together.
 *
 * @module
 */
import * as kernel from "./kernel.wasm";
import { memory } from "./memory.ts";

const MOST_CLOSES = kernel.mostCloses();
const elsewhere = new Float64Array(memory, kernel.closesAddress(), MOST_CLOSES);
const grouped = new Float64Array(memory, kernel.groupedAddress(), MOST_CLOSES);
const groupedRows = new Uint32Array(memory, kernel.groupedRowsAddress(), MOST_CLOSES);
const groupIds = new Uint32Array(memory, kernel.groupIdsAddress(), MOST_CLOSES);
const groupEnds = new Uint32Array(memory, kernel.groupEndsAddress(), MOST_CLOSES);

/** Some closes of one symbol. They are used again after the call that gives them. */
export class Group {
  readonly closes: Float64Array;
  readonly #rows: Uint32Array;
  readonly #start: number;

  /** @param start Where the first close is in `closes`, and its row in `rows`. */
  constructor(closes: Float64Array, rows: Uint32Array, start: number, end: number) {
    this.closes = closes.subarray(start, end);
    this.#rows = rows;
    this.#start = start;
  }

  /** Where the closes were among all. Hardly anyone wants to know. */
  get rows(): Uint32Array {
    return this.#rows.subarray(this.#start, this.#start + this.closes.length);
  }
}

/**
 * Calls `visit` for each symbol of the rows `from` to `to`, in the order in which they appear: a counting sort, in which the
 * closes of a symbol keep the order of their rows.
 *
 * @param closes Those of all rows from 0 on, at most as many as the kernel reads at a time. Their symbols are what the
 * kernel has written down last.
 */
export function group(
  closes: Float64Array,
  from: number,
  to: number,
  visit: (id: number, group: Group) => void,
): void {
  let address = closes.byteOffset;
  if (closes.buffer !== memory) {
    elsewhere.set(closes.subarray(from, to), from);
    address = elsewhere.byteOffset;
  }
  const symbols = kernel.group(address, from, to);
  let start = 0;
  for (let n = 0; n < symbols; n++) {
    const end = groupEnds[n] ?? 0;
    visit(groupIds[n] ?? 0, new Group(grouped, groupedRows, start, end));
    start = end;
  }
}
