/**
 * How timestamps of one format become texts, in tables for the writer.
 *
 * @module
 */
import type { Span, TextFormat } from "../../../times/same_format.ts";
import { DigitPlaces } from "../digit_places.ts";
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

/** The tables for a format; undefined where the writer does not know it. */
export function timeTablesOf(format: TextFormat, { areDates, decimals }: TimeStyle): TimeTables | undefined {
  const { literals, secondsEnd, offset } = format;
  if (literals.length > TIME_BYTES || offset !== 0) return undefined;
  const template = areDates ? "0000-00-00" : `0000-00-00T00:00:00${decimals === 0 ? "" : `.${"0".repeat(decimals)}`}Z`;
  const places = new DigitPlaces(format, TIME_BYTES);
  const fixed = new Uint8Array(TIME_BYTES);
  new TextEncoder().encodeInto(template, fixed);
  /** Digits that go to a place in the text as far as it has room for them; those that have none must be zeros. */
  const move = (span: Span, to: number, room: number) => {
    const [start, end] = span ?? [0, 0];
    for (let from = start; from < end; from++) {
      const place = to + from - start;
      if (from - start < room) {
        fixed[place] = 0;
        places.pick(from, place);
      } else places.requireZero(from);
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
  const { bytes, mostSeconds, lowest, ranges, picks } = places;
  return {
    spelledBytes: bytes,
    textBytes: template.length,
    secondDigits: secondsEnd ?? 0,
    mostSeconds,
    areDates,
    tables: [[TIME_LOWEST, lowest], [TIME_RANGES, ranges], [TIME_PICKS, picks], [TIME_FIXED, fixed]],
  };
}
