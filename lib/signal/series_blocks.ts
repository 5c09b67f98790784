/**
 * The numbers of series and their windows, in blocks: in the kernel's memory as far as there is room.
 *
 * @module
 */
import { copyTurnCounts, FIRST_MEAN, ONES, RING, ROWS, takeWindows } from "../kernel/turns.ts";
import type { WindowMemory } from "./memory.ts";

/** Series come into memory in blocks of about this size. */
const BLOCK_BYTES = 1 << 18;

/** Series that are numbered from 0, all with room for as many closes. */
export class SeriesBlocks {
  readonly #memory: WindowMemory;
  readonly #isDescending: boolean;
  /** A block has 2^`bits` series of `stride` numbers each. */
  stride = 0;
  bits = 0;
  list: Float64Array[] = [];
  /** Where the first blocks are, as far as there is room; undefined once another table has that. */
  #kernelRoom: Float64Array | undefined = takeWindows(() => this.#leaveKernel());

  constructor(memory: WindowMemory, isDescending: boolean) {
    this.#memory = memory;
    this.#isDescending = isDescending;
  }

  /** Begins anew, with room for so many closes in each window. Numbers that someone still needs were copied before. */
  layOut(room: number): void {
    this.#kernelRoom?.fill(0, 0, this.#numbersInKernel);
    this.stride = RING + room;
    this.bits = Math.floor(Math.log2(BLOCK_BYTES / (this.stride * Float64Array.BYTES_PER_ELEMENT)));
    this.list = [];
  }

  makeRoom(series: number): void {
    while (this.list.length << this.bits < series) {
      const block = this.#newBlock();
      for (let base = 0; this.#isDescending && base < block.length; base += this.stride) {
        block[base + FIRST_MEAN] = NaN;
      }
      this.list.push(block);
    }
  }

  #newBlock(): Float64Array {
    const numbers = this.stride << this.bits;
    const start = this.list.length * numbers;
    const room = this.#kernelRoom?.subarray(start, start + numbers);
    return room?.length === numbers ? room : this.#memory.closes(numbers);
  }

  /** Whether all blocks are where the kernel finds them. */
  get isInKernel(): boolean {
    return this.#kernelRoom !== undefined && this.list.at(-1)?.buffer === this.#kernelRoom.buffer;
  }

  get #numbersInKernel(): number {
    return this.list.filter(({ buffer }) => buffer === this.#kernelRoom?.buffer).length * this.stride << this.bits;
  }

  /** @returns How many numbers were there. */
  #leaveKernel(): number {
    const numbers = this.#numbersInKernel;
    this.list = this.list.map((block) => block.buffer === this.#kernelRoom?.buffer ? block.slice() : block);
    this.#kernelRoom = undefined;
    return numbers;
  }

  placeOf(id: number): { block: Float64Array; base: number } {
    const block = this.list[id >>> this.bits];
    if (block === undefined) throw new Error("a series that nobody knows");
    return { block, base: (id & ((1 << this.bits) - 1)) * this.stride };
  }

  get(id: number, field: number): number {
    const block = this.list[id >>> this.bits];
    return block?.[(id & ((1 << this.bits) - 1)) * this.stride + field] ?? 0;
  }

  set(id: number, field: number, value: number): void {
    const { block, base } = this.placeOf(id);
    block[base + field] = value;
  }

  /** Rows and signals that are 1, of `many` series from `first` on. */
  copyCounts(first: number, many: number, rows: Float64Array, ones: Float64Array): void {
    if (this.isInKernel && copyTurnCounts(first, many, this.stride, rows, ones)) return;
    for (let n = 0; n < many; n++) {
      rows[n] = this.get(first + n, ROWS);
      ones[n] = this.get(first + n, ONES);
    }
  }
}
