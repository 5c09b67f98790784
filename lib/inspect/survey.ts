/**
 * The records of a file → what there is to say about them.
 *
 * @module
 */
import { eachField, type Field, innerRecord, onlyQuotedField, textOf } from "../candles/record.ts";
import { JobError } from "../errors.ts";
import type { Recognised } from "../layouts/recognise.ts";
import { readTimestamp } from "../times/timestamp.ts";
import { type Found, Tally } from "./lines.ts";
import { PriceSurvey } from "./prices.ts";
import { TimeSurvey } from "./times.ts";
import { type TimeKind, timeKindOf } from "./units.ts";

/** Characters of a symbol that tell it from others. */
const SYMBOL_CHARACTERS = 200;

const ROLES = ["timestamp", "symbol", "open", "high", "low", "close"] as const;
type SurveyedRole = typeof ROLES[number];

/** Reads the records of a file of a recognised layout, and counts. */
export class Survey {
  readonly times = new TimeSurvey();
  readonly prices: PriceSurvey;
  readonly #file: string;
  readonly #recognised: Recognised;
  readonly #delimiter: number;
  #recordsBeforeRows: number;
  #hasQuotedRecords = false;
  #rows = 0;
  readonly #wrongFieldCounts = new Tally();
  readonly #strayQuotes = new Tally();
  readonly #blankSymbols = new Tally();
  readonly #unreadableTimes = new Tally();
  #unreadableExample: string | undefined;
  readonly #timeKinds = new Set<TimeKind>();
  #timeText = "";
  #time: bigint | undefined;
  #symbolBytes = new Uint8Array(0);
  #symbol = "";

  /** Fields of the record at hand: those that have a role, and how many there are. */
  readonly #fields: Partial<Record<SurveyedRole, Field>> = {};
  #secondTimeField: Field | undefined;
  #fieldCount = 0;
  readonly #roles: readonly (SurveyedRole | undefined)[];

  constructor(file: string, recognised: Recognised) {
    this.#file = file;
    this.#recognised = recognised;
    this.#delimiter = recognised.delimiter.charCodeAt(0);
    this.#recordsBeforeRows = recognised.hasHeader ? 1 + recognised.linesAfterHeader : 0;
    this.prices = new PriceSurvey(recognised.decimalMark);
    const roles: SurveyedRole[] = [];
    for (const role of ROLES) {
      const index = recognised.columns[role];
      if (index !== undefined) roles[index] = role;
    }
    this.#roles = roles;
  }

  /** All records below the header, sound or not. */
  get rows(): number {
    return this.#rows;
  }

  /** Whether lines are one quoted field that holds a record. */
  get hasQuotedRecords(): boolean {
    return this.#hasQuotedRecords;
  }

  get wrongFieldCounts(): Found {
    return this.#wrongFieldCounts;
  }

  /** Rows with a quote where none may stand. */
  get strayQuotes(): Found {
    return this.#strayQuotes;
  }

  get blankSymbols(): Found {
    return this.#blankSymbols;
  }

  get unreadableTimes(): Found & { readonly example: string | undefined } {
    return { count: this.#unreadableTimes.count, lines: this.#unreadableTimes.lines, example: this.#unreadableExample };
  }

  /** How the timestamps are written, in the order met. */
  get timeKinds(): readonly TimeKind[] {
    return [...this.#timeKinds];
  }

  /** Takes the record `bytes[start … end)`, without its line end, that starts at `line`. */
  add(bytes: Uint8Array, start: number, end: number, line: number): void {
    const isRow = this.#recordsBeforeRows === 0;
    if (isRow) this.#rows++;
    else this.#recordsBeforeRows--;
    const place = { file: this.#file, line };
    try {
      const outer = this.#recognised.fieldCount > 1 ? onlyQuotedField(bytes, start, end) : undefined;
      this.#hasQuotedRecords ||= outer !== undefined;
      if (!isRow) return;
      if (outer === undefined) return this.#addRow(bytes, start, end, line);
      const inner = innerRecord(bytes, outer, place, this.#delimiter);
      this.#addRow(inner, 0, inner.length, line);
    } catch (error) {
      if (!(error instanceof JobError)) throw error;
      if (isRow) this.#strayQuotes.add(line);
    }
  }

  readonly #takeField = (field: Field, index: number): void => {
    this.#fieldCount++;
    const role = this.#roles[index];
    if (role !== undefined) this.#fields[role] = field;
    if (index - 1 === this.#recognised.columns.timestamp) this.#secondTimeField = field;
  };

  #addRow(bytes: Uint8Array, start: number, end: number, line: number): void {
    this.#fieldCount = 0;
    eachField(bytes, start, end, { file: this.#file, line }, this.#takeField, this.#delimiter);
    if (this.#fieldCount !== this.#recognised.fieldCount) {
      this.#wrongFieldCounts.add(line);
      return;
    }
    const { timestamp, symbol, open, high, low, close } = this.#fields;
    const name = symbol === undefined ? "" : this.#symbolOf(bytes, symbol);
    if (symbol !== undefined && name === "") this.#blankSymbols.add(line);
    const time = timestamp === undefined ? undefined : this.#timeOf(bytes, timestamp, line);
    this.times.add(name, time, line);
    this.prices.add(bytes, { open, high, low, close }, line);
  }

  #timeOf(bytes: Uint8Array, field: Field, line: number): bigint | undefined {
    let text = textOf(bytes, field);
    if (this.#recognised.timestampFields === 2 && this.#secondTimeField !== undefined) {
      text += this.#recognised.delimiter + textOf(bytes, this.#secondTimeField);
    }
    // Rows of many symbols often have the same time one after the other.
    if (text !== this.#timeText || this.#time === undefined) {
      const { timeUnit } = this.#recognised;
      this.#time = readTimestamp(text, timeUnit);
      // Texts of one length are written in one way.
      const isNewKind = this.#timeKinds.size === 0 || text.length !== this.#timeText.length;
      if (this.#time !== undefined && isNewKind) this.#timeKinds.add(timeKindOf(text, timeUnit, this.#time));
      this.#timeText = text;
    }
    if (this.#time === undefined) {
      this.#unreadableTimes.add(line);
      this.#unreadableExample ??= text;
    }
    return this.#time;
  }

  /** The symbol, without blanks around it. Most rows have the one of the row before. */
  #symbolOf(bytes: Uint8Array, field: Field): string {
    const value = bytes.subarray(field.start, field.end);
    const { length } = this.#symbolBytes;
    let isSame = value.length === length && !field.isQuoted && length > 0;
    for (let i = 0; isSame && i < length; i++) isSame = value[i] === this.#symbolBytes[i];
    if (isSame) return this.#symbol;
    this.#symbol = textOf(bytes, field).trim().slice(0, SYMBOL_CHARACTERS);
    this.#symbolBytes = field.isQuoted ? new Uint8Array(0) : value.slice(0, 4 * SYMBOL_CHARACTERS);
    return this.#symbol;
  }
}
