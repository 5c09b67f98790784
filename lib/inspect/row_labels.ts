/**
 * What rows say beside their prices: the timestamp and the symbol of the row at hand.
 *
 * @module
 */
import { text, timestamps } from "../kernel/prices.ts";
import type { TimeUnit } from "../layouts/layout.ts";
import { type Field, textOf } from "../records/record.ts";
import { readTimestamp } from "../times/timestamp.ts";
import { RegularTimes } from "./regular_times.ts";
import { TimeSurvey } from "./times.ts";
import { type TimeKind, timeKindOf } from "./units.ts";

/** Characters of a symbol that tell it from others. */
const SYMBOL_CHARACTERS = 200;

/** Reads the labels of rows, and collects those of the rows that a job takes. */
export class RowLabels {
  /** The timestamps and symbols of the rows that were added. */
  readonly times = new TimeSurvey();
  readonly #unit: TimeUnit;
  readonly #kinds = new Set<TimeKind>();
  #text = "";
  #time: bigint | undefined;
  #symbolBytes = new Uint8Array(0);
  #symbol = "";
  readonly #regular = new RegularTimes();

  constructor(unit: TimeUnit) {
    this.#unit = unit;
  }

  /** How the timestamps are written, in the order met. */
  get kinds(): ReadonlySet<TimeKind> {
    return this.#kinds;
  }

  /** The timestamp of the row at hand, in nanoseconds since 1970; undefined where it can't be read. */
  get time(): bigint | undefined {
    return this.#time;
  }

  /** The symbol of the row at hand, without blanks around it. */
  get symbol(): string {
    return this.#symbol;
  }

  /** Whether the symbol is one: where its bytes are not UTF-8, there is a U+FFFD in it. */
  get isSymbol(): boolean {
    return this.#symbol !== "" && !this.#symbol.includes("\ufffd");
  }

  /** Reads the timestamp of the next row. Returns whether it could be read. */
  readTime(text: string): boolean {
    // Rows of many symbols often have the same time one after the other.
    if (text !== this.#text || this.#time === undefined) {
      this.#time = readTimestamp(text, this.#unit);
      // Texts of one length are written in one way.
      const isNewKind = this.#kinds.size === 0 || text.length !== this.#text.length;
      if (this.#time !== undefined && isNewKind) this.#kinds.add(timeKindOf(text, this.#unit, this.#time));
      this.#text = text;
    }
    return this.#time !== undefined;
  }

  /** Whether a symbol is that of the row at hand. Most rows have it. */
  hasSymbol(bytes: Uint8Array, start: number, length: number): boolean {
    const own = this.#symbolBytes;
    if (length !== own.length || length === 0) return false;
    for (let i = 0; i < length; i++) if (bytes[start + i] !== own[i]) return false;
    return true;
  }

  /** Reads the symbol of the next row. */
  readSymbol(bytes: Uint8Array, field: Field): void {
    const { start, end, isQuoted } = field;
    if (!isQuoted && this.hasSymbol(bytes, start, end - start)) return;
    this.#symbol = textOf(bytes, field).trim().slice(0, SYMBOL_CHARACTERS);
    this.#symbolBytes = isQuoted ? new Uint8Array(0) : bytes.slice(start, Math.min(end, start + 4 * SYMBOL_CHARACTERS));
    this.#regular.forget();
  }

  /** Adds the row at hand. */
  add(line: number): void {
    this.times.add(this.#symbol, this.#time, line);
    if (this.#time === undefined) this.#regular.forget();
    else this.#regular.note(this.#text, this.#time);
  }

  /** Adds rows of a file without timestamps and symbols. */
  addUnlabelled(rows: number): void {
    this.times.addUntimed(rows);
  }

  /**
   * Adds the rows from `row` to `end`, as the kernel has noted them, whose timestamps are each one step behind the one before.
   *
   * @param line Of the first.
   * @returns How many.
   */
  addRegular(row: number, end: number, line: number): number {
    const rows = this.#regular.follow(row, end);
    if (rows === 0) return 0;
    this.times.addRun(this.#symbol, rows, this.#regular.length, line);
    this.#time = this.#regular.passed(rows);
    const last = row + rows - 1;
    const start = timestamps.starts[last] ?? 0;
    this.#text = textOf(text, { start, end: start + (timestamps.lengths[last] ?? 0), isQuoted: false });
    return rows;
  }
}
