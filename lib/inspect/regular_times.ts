/**
 * Timestamps that follow one another at one interval, told from their bytes: those of a minute bar, a tick every second.
 * Only the last digits are looked at, after a timestamp that was read; all others are for the reading of timestamps.
 *
 * @module
 */
import {
  MOST_REGULAR_BYTES,
  regularCount,
  type RegularForm,
  regularRows,
  setRegularBytes,
  setRegularForm,
} from "../kernel/regular.ts";

/** A number of seconds, milliseconds, microseconds or nanoseconds since 1970. */
const EPOCH = /^[0-9]{9,19}$/;
/** Nanoseconds of one, and how many of its last digits are 100,000 seconds, which leaves an integer exact in a double. */
const EPOCHS: readonly (readonly [unit: bigint, digits: number])[] = [
  [1_000_000_000n, 5],
  [1_000_000n, 8],
  [1000n, 11],
  [1n, 14],
];

const ZERO = 48;
const NINE = 57;

/** A date, and a time of day behind it. */
const CALENDAR =
  /^.*[0-9][ T,;|\t](?<hour>[0-9]{2})(?<colon>:?)(?<minute>[0-9]{2})(?:\k<colon>(?<second>[0-9]{2})(?:\.(?<fraction>[0-9]{1,9}))?)?(?:Z| ?UTC)?$/d;

/** A form, and the nanoseconds of its unit. */
interface Form extends RegularForm {
  readonly unit: bigint;
  /** Whether it is a date and a time of day, where the digits of the time are all that counts. */
  readonly isCalendar: boolean;
}

/** Follows the timestamps of neighbouring rows. */
export class RegularTimes {
  #form: Form | undefined;
  /** What the last timestamp counts behind its beginning, and its step from the one before; 0 where that is not known. */
  #last = 0;
  #step = 0;
  #time: bigint | undefined;

  /** Takes note of a timestamp that was read, behind the one that was noted or followed last. */
  note(text: string, time: bigint): void {
    const bytes = bytesOf(text);
    let count = this.#form === undefined ? -1 : regularCount(bytes);
    if (count < 0 && this.#form !== undefined && isMadeAlike(bytes, this.#form)) {
      this.#form = { ...this.#form, bytes };
      setRegularBytes(bytes);
      count = regularCount(bytes);
    }
    if (count < 0) {
      this.#form = formOf(text, bytes, time);
      if (this.#form === undefined) return this.forget();
      setRegularForm(this.#form);
      count = regularCount(bytes);
    }
    const unit = this.#form?.unit ?? 1n;
    const length = this.#time === undefined ? 0n : time - this.#time;
    this.#step = length % unit === 0n ? Number(length / unit) : 0;
    this.#last = count;
    this.#time = time;
  }

  /** The next timestamp follows none. */
  forget(): void {
    this.#step = 0;
    this.#time = undefined;
  }

  /** The step to a timestamp that follows, in nanoseconds. */
  get length(): bigint {
    return this.#form === undefined ? 0n : BigInt(this.#step) * this.#form.unit;
  }

  /**
   * How many of the rows from `row` to `end`, as the kernel has noted them, are each one step behind the one before; the last
   * of them is the last one then.
   */
  follow(row: number, end: number): number {
    if (this.#step === 0) return 0;
    const { rows, last } = regularRows(row, end, this.#last, this.#step);
    this.#last = last;
    return rows;
  }

  /** The time that the last one tells, `rows` steps behind the one that was noted last, or asked for here. */
  passed(rows: number): bigint {
    return this.#time = (this.#time ?? 0n) + BigInt(rows) * this.length;
  }
}

/** Whether a date and a time of day are written as in a form, so that only the date is another one. */
function isMadeAlike(bytes: Uint8Array, form: Form): boolean {
  return form.isCalendar && bytes.length === form.bytes.length &&
    bytes.every((byte, n) => byte === form.bytes[n] || (isDigit(byte) && isDigit(form.bytes[n])));
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

/** The form of a timestamp and of those that begin alike; undefined for one that is written in another way. */
function formOf(text: string, bytes: Uint8Array, time: bigint): Form | undefined {
  // Places are those of bytes.
  if (bytes.length !== text.length || bytes.length > MOST_REGULAR_BYTES) return undefined;
  return EPOCH.test(text) ? epochForm(text, bytes, time) : calendarForm(text, bytes);
}

function epochForm(text: string, bytes: Uint8Array, time: bigint): Form | undefined {
  const [unit, digits] = EPOCHS.find(([unit]) => BigInt(text) * unit === time) ?? [];
  if (unit === undefined || digits === undefined || digits >= text.length) return undefined;
  const places = Array.from(text, (_, n) => text.length - n - 1);
  const weights = places.map((place) => place < digits ? 10 ** place : 0);
  return { bytes, weights, most: places.map(() => 9), limit: 10 ** digits, unit, isCalendar: false };
}

function calendarForm(text: string, bytes: Uint8Array): Form | undefined {
  const places = CALENDAR.exec(text)?.indices?.groups;
  if (places === undefined) return undefined;
  const [from = 0, to = 0] = places["fraction"] ?? [];
  const perSecond = 10 ** (to - from);
  const weights = Array.from(text, () => 0);
  const most = Array.from(text, () => 9);
  for (const [part, weight, tens] of [["hour", 3600, 2], ["minute", 60, 5], ["second", 1, 5]] as const) {
    const at = places[part]?.[0];
    if (at === undefined) continue;
    weights[at] = 10 * weight * perSecond;
    weights[at + 1] = weight * perSecond;
    most[at] = tens;
  }
  for (let n = from; n < to; n++) weights[n] = 10 ** (to - n - 1);
  return { bytes, weights, most, limit: 86_400 * perSecond, unit: BigInt(1_000_000_000 / perSecond), isCalendar: true };
}

const encoder = new TextEncoder();

function bytesOf(text: string): Uint8Array {
  return encoder.encode(text);
}
