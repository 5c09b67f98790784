/**
 * How timestamps of one format are read, in tables for the pages.
 *
 * @module
 */
import type { Span, TextFormat } from "../../../times/same_format.ts";
import { DigitPlaces } from "../digit_places.ts";
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

/** Where the digits go: YYYYMMDD, 00hhmmss, the fraction; of an epoch the seconds end where the fraction begins. */
const [YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, FRACTION] = [0, 4, 6, 10, 12, 14, 16];

/** The tables for a format; undefined where the pages do not know it. */
export function timeFormatOf(format: TextFormat): TimeFormat | undefined {
  const { literals, secondsEnd, offset } = format;
  const isEpoch = secondsEnd !== undefined;
  const fraction = isEpoch ? [secondsEnd, literals.length] as const : format.fraction;
  if (literals.length > TIME_BYTES) return undefined;
  const places = new DigitPlaces(format, TIME_BYTES);
  const move = (span: Span, to: number) => {
    const [start, end] = span ?? [0, 0];
    for (let from = start; from < end; from++, to++) places.pick(from, to);
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
  const { bytes, mostSeconds, lowest, ranges, picks } = places;
  return {
    bytes,
    isEpoch,
    mostSeconds,
    offset,
    tables: [[TIME_LOWEST, lowest], [TIME_RANGES, ranges], [TIME_PICKS, picks]],
  };
}
