/**
 * How timestamps of one format become texts, in tables for the writer.
 *
 * @module
 */
import type { Span, TextFormat } from "../../../times/same_format.ts";
import type { TimeStyle } from "../time_texts.ts";
import { TIME_BYTES, TIME_FIXED, TIME_LOWEST, TIME_PICKS, TIME_RANGES } from "./writer.wasm";

/** What the writer has to know. */
export interface TimeTables {
  /** Of a timestamp, and of its text. */
  readonly spelledBytes: number;
  readonly textBytes: number;
  /** Of an epoch; 0 for any other timestamp. */
  readonly secondDigits: number;
  readonly mostSeconds: number;
  readonly areDates: boolean;
  readonly tables: readonly (readonly [address: number, table: Uint8Array])[];
}

const ZERO = 0x30;
const NINE = 9;
const ANYTHING = 255;
/** In place of a place: nothing is taken from there. */
const NOTHING = 128;
const HALF = 16;
const MOST_EPOCH_SECONDS = 1e12;

/** The tables for a format; undefined where the writer does not know it. */
export function timeTablesOf(format: TextFormat, { areDates, decimals }: TimeStyle): TimeTables | undefined {
  const { literals, secondsEnd, offset } = format;
  if (literals.length > TIME_BYTES || offset !== 0) return undefined;
  const template = areDates ? "0000-00-00" : `0000-00-00T00:00:00${decimals === 0 ? "" : `.${"0".repeat(decimals)}`}Z`;
  const lowest = new Uint8Array(TIME_BYTES);
  const ranges = new Uint8Array(TIME_BYTES).fill(ANYTHING);
  literals.forEach((literal, place) => {
    lowest[place] = literal === 0 ? ZERO : literal;
    ranges[place] = literal === 0 ? NINE : 0;
  });
  const fixed = new Uint8Array(TIME_BYTES);
  new TextEncoder().encodeInto(template, fixed);
  const picks = new Uint8Array(2 * TIME_BYTES).fill(NOTHING);
  const pick = (from: number, to: number) => {
    fixed[to] = 0;
    // 16 bytes of the text at a time: first those that come from the first half of the timestamp, then those from the other.
    const block = 2 * HALF * Math.floor(to / HALF) + to % HALF;
    picks[from < HALF ? block : block + HALF] = from % HALF;
  };
  /** Digits that go to a place in the text as far as it has room for them; those that have none must be zeros. */
  const move = (span: Span, to: number, room: number) => {
    const [start, end] = span ?? [0, 0];
    for (let from = start; from < end; from++) {
      if (from - start < room) pick(from, to + from - start);
      else ranges[from] = 0;
    }
  };
  const isEpoch = secondsEnd !== undefined;
  if (!isEpoch) {
    move([format.year, format.year + 4], 0, 4);
    move([format.month, format.month + 2], 5, 2);
    move([format.day, format.day + 2], 8, 2);
    move(format.hour, 11, areDates ? 0 : 2);
    move(format.minute, 14, areDates ? 0 : 2);
    move(format.second, 17, areDates ? 0 : 2);
  }
  move(isEpoch ? [secondsEnd, literals.length] : format.fraction, 20, areDates ? 0 : decimals);
  return {
    spelledBytes: literals.length,
    textBytes: template.length,
    secondDigits: secondsEnd ?? 0,
    mostSeconds: Math.min(format.mostSeconds, MOST_EPOCH_SECONDS),
    areDates,
    tables: [[TIME_LOWEST, lowest], [TIME_RANGES, ranges], [TIME_PICKS, picks], [TIME_FIXED, fixed]],
  };
}
