/**
 * The odd closes of a window: those that are no mantissas of its scale below 2^53.
 *
 * @module
 */
import { type Decimal, mantissaAt, powerOfTen } from "../numbers/decimal.ts";
import type { WindowMemory } from "./memory.ts";

/** What an odd close takes on the heap besides its digits, measured: an entry of a map, an object and a big integer. */
const ODD_BYTES = 128;

/** The close as a mantissa with `decimals` decimals; undefined if it is odd there. */
export function mantissaWith(decimals: number, close: Decimal): number | undefined {
  const shift = decimals - close.decimals;
  // 10^16 > 2^53: with more places to the left nothing but 0 can fit, and 0 has none.
  if (shift < 0 || shift > 16) return close.mantissa === 0n ? 0 : undefined;
  const mantissa = Number(close.mantissa * powerOfTen(shift));
  return Number.isSafeInteger(mantissa) ? mantissa : undefined;
}

/** `close` with `decimals` decimals if it can be written with so few, otherwise `close` itself. */
export function trimmedTo(decimals: number, close: Decimal): Decimal {
  if (close.decimals <= decimals) return close;
  const divisor = powerOfTen(close.decimals - decimals);
  return close.mantissa % divisor === 0n ? { mantissa: close.mantissa / divisor, decimals } : close;
}

/** Odd closes by their slot in the ring of a window, and their exact sum. */
export class OddCloses {
  readonly #memory: WindowMemory;
  readonly #closes = new Map<number, Decimal>();
  /** The sum = mantissa × 10^−decimals. */
  #mantissa = 0n;
  #decimals = 0;

  /** @param memory Counts what they take on the heap. */
  constructor(memory: WindowMemory) {
    this.#memory = memory;
  }

  get size(): number {
    return this.#closes.size;
  }

  /** Their exact sum, with 0 or more decimals. */
  get sum(): Decimal {
    return { mantissa: this.#mantissa, decimals: this.#decimals };
  }

  get(slot: number): Decimal | undefined {
    return this.#closes.get(slot);
  }

  /** @param slot Holds no odd close yet. */
  set(slot: number, close: Decimal): void {
    this.#memory.takeHeap(heapBytesOf(close));
    this.#closes.set(slot, close);
    this.#add(1n, close);
  }

  /** Removes the odd close in a slot, if there is one. */
  delete(slot: number): void {
    const close = this.#closes.get(slot);
    if (close === undefined) return;
    this.#closes.delete(slot);
    this.#memory.giveHeap(heapBytesOf(close));
    this.#add(-1n, close);
  }

  #add(sign: 1n | -1n, close: Decimal): void {
    if (this.#closes.size === 0) {
      // The last one has left. Forgetting its scale keeps later sums small.
      this.#mantissa = 0n;
      this.#decimals = 0;
      return;
    }
    if (close.decimals > this.#decimals) {
      this.#mantissa *= powerOfTen(close.decimals - this.#decimals);
      this.#decimals = close.decimals;
    }
    this.#mantissa += sign * mantissaAt(close, this.#decimals);
  }
}

function heapBytesOf({ mantissa }: Decimal): number {
  // Two hexadecimal digits are a byte. They are found in linear time.
  return ODD_BYTES + (mantissa.toString(16).length >> 1);
}
