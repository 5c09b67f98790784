/**
 * The records of a file → what there is to say about them.
 *
 * @module
 */
import { type Header, isOtherHeader, readHeader, understood } from "../rows/header.ts";
import { eachField, endOfText, type Field, innerRecord, onlyQuotedField, textOf } from "../records/record.ts";
import { readRow } from "../rows/row.ts";
import { JobError, otherHeader, unreadableTimestamp } from "../errors.ts";
import type { Layout } from "../layouts/layout.ts";
import type { Recognised } from "../layouts/recognised.ts";
import { readTimestamp } from "../times/timestamp.ts";
import { type Found, startOf, Tally } from "./lines.ts";
import { PlainRows, type TakenRows } from "./plain_rows.ts";
import { PriceSurvey } from "./prices.ts";
import { RowLabels } from "./row_labels.ts";
import { TimeSurvey } from "./times.ts";
import type { TimeKind } from "./units.ts";

/** What is longer is no time: millions of bytes would take four times their memory as a text. */
const MOST_TIME_BYTES = 1 << 16;

const ROLES = ["timestamp", "symbol", "open", "high", "low", "close"] as const;
type SurveyedRole = typeof ROLES[number];

/** Rows that a job does not take. */
export interface Refused extends RefusedRows {
  /** Those of them whose closes are numbers to people. */
  readonly lost: RefusedRows;
}

interface RefusedRows {
  readonly count: number;
  /** The first of them, and what the job says of it. */
  readonly first: { readonly line: number; readonly fault: JobError } | undefined;
}

class RefusedTally implements RefusedRows {
  count = 0;
  first: RefusedRows["first"];

  add(line: number, fault: JobError): void {
    this.count++;
    this.first ??= { line, fault };
  }
}

/**
 * Reads the records of a file of a recognised layout, and counts. What is not plain is given to the job's own reading of
 * headers and rows, which has the last word on what a job takes.
 */
export class Survey {
  readonly prices: PriceSurvey;
  readonly #file: string;
  readonly #recognised: Recognised;
  readonly #delimiter: number;
  /** As the job reads it; undefined where no close was found. */
  readonly #layout: Layout | undefined;
  #isFirst = true;
  #headers: { readonly header: Header; readonly withoutSymbol: Header } | undefined;
  #headerFault: JobError | undefined;
  readonly #labels: RowLabels;
  /** Takes the rows that the kernel can prove; undefined where they are all read one by one. */
  #plain: PlainRows | undefined;
  /** Rows without a symbol, where others have one. */
  readonly #unnamed = new TimeSurvey();
  readonly #refused = new RefusedTally();
  readonly #refusedBySymbol = new RefusedTally();
  readonly #lost = new RefusedTally();
  #hasQuotedRecords = false;
  #rows = 0;
  readonly #wrongFieldCounts = new Tally();
  readonly #strayQuotes = new Tally();
  readonly #blankSymbols = new Tally();
  readonly #unreadableTimes = new Tally();
  #unreadableExample: string | undefined;

  /** The record at hand, without quotes around it as a whole; its fields that have a role, and how many there are. */
  #record: Uint8Array = new Uint8Array(0);
  readonly #fields: Partial<Record<SurveyedRole, Field>> = {};
  #secondTimeField: Field | undefined;
  #fieldCount = 0;
  readonly #roles: readonly (SurveyedRole | undefined)[];

  /** @param layout The recognised one, as the job takes it; undefined where no close was found. */
  constructor(file: string, recognised: Recognised, layout: Layout | undefined) {
    this.#layout = layout;
    this.#file = file;
    this.#recognised = recognised;
    this.#delimiter = recognised.delimiter.charCodeAt(0);
    this.prices = new PriceSurvey(recognised.decimalMark);
    this.#labels = new RowLabels(recognised.timeUnit);
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
    return [...this.#labels.kinds];
  }

  /** Whether all rows have the same symbol, or none at all. */
  get isOneSeries(): boolean {
    const { times } = this.#labels;
    return times.isEmpty || (times.symbols.count === 1 && this.#refusedBySymbol.count === 0);
  }

  /** What is wrong with the header, so that no job reads the file; undefined where nothing is. */
  get headerFault(): JobError | undefined {
    return this.#headerFault;
  }

  /** The timestamps and symbols of the rows that a job takes. */
  get times(): TimeSurvey {
    // A column of symbols that has none is no such column.
    const { times } = this.#labels;
    return times.isEmpty ? this.#unnamed : times;
  }

  /**
   * Rows that a job does not take, and what it says of the first of them.
   *
   * @param withSymbols Whether the job looks at the symbols.
   */
  refused(withSymbols: boolean): Refused {
    const tallies = withSymbols ? [this.#refused, this.#refusedBySymbol] : [this.#refused];
    const [first] = tallies.flatMap(({ first }) => first ?? []).sort((a, b) => a.line - b.line);
    return { count: tallies.reduce((sum, { count }) => sum + count, 0), first, lost: this.#lost };
  }

  /** Takes rows from `bytes[from … to)`, as many as can be proven plain; the first of them is at `line`. */
  scan(bytes: Uint8Array, from: number, to: number, line: number): TakenRows {
    if (this.#plain === undefined) return { rows: 0, position: from, crlfRows: 0 };
    const taken = this.#plain.take(bytes, from, to, line);
    this.#rows += taken.rows;
    return taken;
  }

  /** Takes the record `bytes[start … next)`, its line end included, that starts at `line`. `bytes[0]` is at `base`. */
  add(bytes: Uint8Array, start: number, next: number, line: number, base: number): void {
    if (this.#isFirst) {
      this.#isFirst = false;
      this.#readHeader(bytes, start, next, line, base);
      if (this.#recognised.hasHeader) return;
    }
    this.#rows++;
    if (this.#headers?.header.asOneName !== undefined) {
      this.#setHeader(understood(this.#headers.header, bytes, start, endOfText(bytes, start, next)));
    }
    const isWhole = this.#split(bytes, start, endOfText(bytes, start, next), line);
    const isPlain = isWhole && this.#look(line);
    if (!isPlain) {
      const fault = this.#faultOf(bytes, start, next, line, base, false);
      if (fault?.isLostNumber) this.#lost.add(line, fault);
      if (fault !== undefined && this.#isOtherHeader(bytes, start, next)) {
        this.#headerFault ??= otherHeader({ file: this.#file, line });
      }
      if (fault !== undefined) return this.#refused.add(line, fault);
      const symbolFault = this.#faultOf(bytes, start, next, line, base, true);
      if (symbolFault !== undefined) {
        this.#unnamed.add("", this.#labels.time, line);
        return this.#refusedBySymbol.add(line, symbolFault);
      }
    }
    if (isWhole) this.#labels.add(line);
  }

  /** Reads the first record as the job does: the header, or the first row, which tells how many fields there are. */
  #readHeader(bytes: Uint8Array, start: number, next: number, line: number, base: number): void {
    if (this.#layout === undefined) return;
    try {
      this.#setHeader(readHeader(bytes, start, next, { file: this.#file, line }, base, this.#layout));
    } catch (error) {
      if (!(error instanceof JobError)) throw error;
      this.#headerFault = error;
    }
  }

  #setHeader(header: Header): void {
    this.#hasQuotedRecords = header.asOneName === undefined && header.wholeRecordQuoted;
    this.#headers = { header, withoutSymbol: { ...header, symbolIndex: -1 } };
    this.#plain = PlainRows.of(header, this.#recognised, this.prices, this.#labels);
  }

  #isOtherHeader(bytes: Uint8Array, start: number, next: number): boolean {
    const header = this.#headers?.header;
    return header !== undefined && isOtherHeader(bytes, start, endOfText(bytes, start, next), header);
  }

  /** What the job says of a row: undefined where it takes it, or where there is none that could. */
  #faultOf(
    bytes: Uint8Array,
    start: number,
    next: number,
    line: number,
    base: number,
    withSymbol: boolean,
  ): JobError | undefined {
    if (this.#headers === undefined) return undefined;
    const header = withSymbol ? this.#headers.header : this.#headers.withoutSymbol;
    const place = { file: this.#file, line };
    const { timeUnit } = this.#recognised;
    try {
      const { timestamp } = readRow(bytes, start, next, header, place, base);
      const isUnreadable = timestamp !== undefined && readTimestamp(timestamp, timeUnit) === undefined;
      return isUnreadable ? unreadableTimestamp(place, timestamp, timeUnit) : undefined;
    } catch (error) {
      if (error instanceof JobError) return error;
      throw error;
    }
  }

  readonly #takeField = (field: Field, index: number): void => {
    this.#fieldCount++;
    const role = this.#roles[index];
    if (role !== undefined) this.#fields[role] = field;
    if (index - 1 === this.#recognised.columns.timestamp) this.#secondTimeField = field;
  };

  /** Finds the fields of the record `bytes[start … end)`. Returns whether it has as many as it should. */
  #split(bytes: Uint8Array, start: number, end: number, line: number): boolean {
    const place = { file: this.#file, line };
    this.#fieldCount = 0;
    const { fieldCount } = this.#headers?.header ?? this.#recognised;
    const outer = fieldCount > 1 ? onlyQuotedField(bytes, start, end) : undefined;
    this.#hasQuotedRecords ||= outer !== undefined;
    try {
      this.#record = outer === undefined ? bytes : innerRecord(bytes, outer, place, this.#delimiter);
      const [from, to] = outer === undefined ? [start, end] : [0, this.#record.length];
      eachField(this.#record, from, to, place, this.#takeField, this.#delimiter);
    } catch (error) {
      if (!(error instanceof JobError)) throw error;
      this.#strayQuotes.add(line);
      return false;
    }
    if (this.#fieldCount !== fieldCount) this.#wrongFieldCounts.add(line);
    return this.#fieldCount === fieldCount;
  }

  /** Looks at the fields of the record at hand. Returns whether a job surely takes it. */
  #look(line: number): boolean {
    const { timestamp, symbol, open, high, low, close } = this.#fields;
    const prices = { open, high, low, close };
    const isClose = this.prices.add(this.#record, prices, line);
    if (isClose) this.#plain?.note(this.#record, prices);
    const isTime = timestamp === undefined || this.#readTime(this.#record, timestamp, line);
    if (symbol === undefined) return isClose && isTime;
    this.#labels.readSymbol(this.#record, symbol);
    if (this.#labels.symbol === "") this.#blankSymbols.add(line);
    return isClose && isTime && this.#labels.isSymbol;
  }

  #readTime(bytes: Uint8Array, field: Field, line: number): boolean {
    const end = Math.min(field.end, field.start + MOST_TIME_BYTES);
    let text = textOf(bytes, { ...field, end });
    if (this.#recognised.timestampFields === 2 && this.#secondTimeField !== undefined) {
      text += this.#recognised.delimiter + textOf(bytes, this.#secondTimeField);
    }
    const isTime = this.#labels.readTime(text);
    if (!isTime) {
      this.#unreadableTimes.add(line);
      this.#unreadableExample ??= startOf(text);
    }
    return isTime;
  }
}
