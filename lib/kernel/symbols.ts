/**
 * The kernel's table of symbols: names ↔ ids, and the last timestamp of each.
 *
 * @module
 */
import * as kernel from "./kernel.wasm";
import {
  ENTRIES,
  ENTRY_BYTES,
  HASH_KEYS,
  NAME,
  NAME_LENGTH,
  NO_COMPARISON,
  SHORT_NAME_BYTES,
  TIME_LENGTH,
} from "./kernel.wasm";
import { memory } from "./memory.ts";

const bytesOfKernel = new Uint8Array(memory);
const words = new Uint32Array(memory);

/** Where the last timestamp ends in an entry. */
const TIME_END = kernel.HIGH_TIME + kernel.TIME_BYTES;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** A character for each byte. */
const latin1 = new TextDecoder("latin1");

/** Symbols, numbered in the order in which they appear. There is one table at a time in a thread. */
export class KernelSymbols {
  readonly #areNamed: boolean;
  /** Those that came from here; the others are printable ASCII. */
  readonly #ids = new Map<string, number>();
  readonly #names = new Map<number, string>();

  /** @param areNamed Whether symbols have names; otherwise all rows are those of the symbol 0. */
  constructor(areNamed: boolean) {
    this.#areNamed = areNamed;
    // Keys that nobody knows, so that nobody can choose names that crowd in one place of the table.
    if (areNamed) crypto.getRandomValues(bytesOfKernel.subarray(HASH_KEYS, HASH_KEYS + kernel.HASH_KEYS_BYTES));
    kernel.clearSymbols(Number(areNamed));
  }

  /** How many there are. */
  get count(): number {
    return kernel.symbols();
  }

  /** The id of a symbol; undefined where it is none of these. */
  find(name: string): number | undefined {
    return this.#ids.get(name) ?? this.#ask(name, kernel.findEntry, () => kernel.NOWHERE);
  }

  /** The id of a symbol that may be new; undefined where there is no room for it. */
  add(name: string): number | undefined {
    return this.#ids.get(name) ?? this.#ask(name, kernel.entryOfName, kernel.addNameless);
  }

  /** @param ofLong What takes the place of the kernel's answer for a name that it does not look at. */
  #ask(name: string, ask: (end: number, bytes: number) => number, ofLong: () => number): number | undefined {
    const bytes = encoder.encode(name);
    const isLong = bytes.length > kernel.MOST_NAME_BYTES;
    if (!isLong) bytesOfKernel.set(bytes, NAME);
    const entry = isLong ? ofLong() : ask(NAME + bytes.length, bytes.length);
    if (entry === kernel.NOWHERE) return undefined;
    const id = (entry - ENTRIES) / ENTRY_BYTES;
    this.#ids.set(name, id);
    this.#names.set(id, name);
    return id;
  }

  nameOf(id: number): string {
    const known = this.#names.get(id);
    if (known !== undefined || !this.#areNamed) return known ?? "";
    const entry = entryAt(id);
    const length = uint32At(entry + NAME_LENGTH);
    const end = entry + SHORT_NAME_BYTES;
    if (length <= SHORT_NAME_BYTES) return asciiAt(end - length, end);
    const longEnd = kernel.LONG_NAMES + (id + 1) * SHORT_NAME_BYTES;
    return asciiAt(longEnd - (length - SHORT_NAME_BYTES), longEnd) + asciiAt(entry, end);
  }

  /** All names, in the order of their ids: many at a time, for a text of its own takes long to decode. */
  *names(): Generator<string> {
    if (!this.#areNamed) yield* Array.from({ length: this.count }, () => "");
    for (let id = 0; this.#areNamed && id < this.count;) {
      const to = kernel.copyNames(id);
      const names = latin1.decode(bytesOfKernel.slice(kernel.STAGING, kernel.STAGING + kernel.copiedBytes()));
      for (let start = 0; id < to; id++) {
        const end = start + uint32At(entryAt(id) + NAME_LENGTH);
        yield this.#names.get(id) ?? names.slice(start, end);
        start = end;
      }
    }
  }

  /** The timestamp of the last row of a symbol that the kernel knows of; undefined where it knows of none. */
  lastTimeOf(id: number): string | undefined {
    const entry = entryAt(id);
    const length = uint32At(entry + TIME_LENGTH);
    return length === 0 || length === NO_COMPARISON ? undefined : timeBefore(entry + TIME_END, length);
  }

  /** @param timestamp One of the kernel's format; undefined for one that the next row's must not be compared with. */
  setLastTime(id: number, timestamp: string | undefined): void {
    const entry = entryAt(id);
    setUint32(entry + TIME_LENGTH, timestamp?.length ?? NO_COMPARISON);
    if (timestamp === undefined) return;
    bytesOfKernel.fill(0, entry + kernel.HIGH_TIME, entry + TIME_END);
    bytesOfKernel.set(encoder.encode(timestamp), entry + TIME_END - timestamp.length);
  }

  /** The next timestamp of each symbol must not be compared with its last one. */
  forgetTimes(): void {
    for (let id = 0; id < this.count; id++) setUint32(entryAt(id) + TIME_LENGTH, NO_COMPARISON);
  }
}

/** The timestamp of `length` bytes that ends before an address. */
export function timeBefore(end: number, length: number): string {
  return decoder.decode(bytesOfKernel.slice(end - length, end));
}

function entryAt(id: number): number {
  return ENTRIES + id * ENTRY_BYTES;
}

function asciiAt(start: number, end: number): string {
  return String.fromCharCode(...bytesOfKernel.subarray(start, end));
}

function uint32At(address: number): number {
  return words[address / 4] ?? 0;
}

function setUint32(address: number, value: number): void {
  words[address / 4] = value;
}
