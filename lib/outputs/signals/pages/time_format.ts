/**
 * How timestamps of one format are read, in tables for the pages.
 *
 * @module
 */
import type { Span, TextFormat } from "../../../times/same_format.ts";
import { TIME_BYTES, TIME_LOWEST, TIME_PICKS, TIME_RANGES } from "./pages.wasm";

/** What the pages have to know. */
export interface TimeFormat {
  /** Of a timestamp. */
  readonly bytes: number;
  readonly isEpoch: boolean;
  readonly mostSeconds: number;
  /** Seconds ahead of UTC. */
  readonly offset: number;
  readonly tables: readonly (readonly [address: number, table: Uint8Array])[];
}

const ZERO = 0x30;
const NINE = 9;
const ANYTHING = 255;
/** In place of a place: nothing is taken from there. */
const NOTHING = 128;
const HALF = 16;
const MOST_EPOCH_SECONDS = 1e12;

/** Where the digits go: YYYYMMDD, 00hhmmss, the fraction; of an epoch the seconds end where the fraction begins. */
const [YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, FRACTION] = [0, 4, 6, 10, 12, 14, 16];

/** The tables for a format; undefined where the pages do not know it. */
export function timeFormatOf(format: TextFormat): TimeFormat | undefined {
  const { literals, secondsEnd, offset } = format;
  const isEpoch = secondsEnd !== undefined;
  const fraction = isEpoch ? [secondsEnd, literals.length] as const : format.fraction;
  if (literals.length > TIME_BYTES) return undefined;
  const lowest = new Uint8Array(TIME_BYTES);
  const ranges = new Uint8Array(TIME_BYTES).fill(ANYTHING);
  literals.forEach((literal, place) => {
    lowest[place] = literal === 0 ? ZERO : literal;
    ranges[place] = literal === 0 ? NINE : 0;
  });
  const picks = new Uint8Array(2 * TIME_BYTES).fill(NOTHING);
  const move = (span: Span, to: number) => {
    const [start, end] = span ?? [0, 0];
    for (let from = start; from < end; from++, to++) {
      // 16 digits at a time: first those of the first half of the timestamp, then those of the other.
      const block = 2 * HALF * Math.floor(to / HALF) + to % HALF;
      picks[from < HALF ? block : block + HALF] = from % HALF;
    }
  };
  if (isEpoch) {
    move([0, secondsEnd], FRACTION - secondsEnd);
  } else {
    move([format.year, format.year + 4], YEAR);
    move([format.month, format.month + 2], MONTH);
    move([format.day, format.day + 2], DAY);
    move(format.hour, HOUR);
    move(format.minute, MINUTE);
    move(format.second, SECOND);
  }
  move(fraction, FRACTION);
  return {
    bytes: literals.length,
    isEpoch,
    mostSeconds: Math.min(format.mostSeconds, MOST_EPOCH_SECONDS),
    offset,
    tables: [[TIME_LOWEST, lowest], [TIME_RANGES, ranges], [TIME_PICKS, picks]],
  };
}
