/**
 * Synthetic one-minute candles, the same bytes for the same seed on every machine.
 *
 * All prices are whole cents and all arithmetic is on integers, so no platform's floating point can change a digit.
 *
 * As a command it writes a file (or standard output):
 *
 *     deno run --allow-write bench/generate.ts --rows 10000 --seed 42 --output data.csv
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** The header of the generated file, with its newline. */
export const HEADER = "timestamp,open,high,low,close,volume\n";

/** Rows that one chunk of {@linkcode candleChunks} holds: large enough to write fast, small enough to stay in cache. */
const ROWS_PER_CHUNK = 4096;

const FIRST_MINUTE_MS = Date.UTC(2024, 0, 1);
const MINUTE_MS = 60_000;
const MINUTES_PER_DAY = 1440;

/** The walk starts here and is kept between half and twice of it, in cents. */
const START_CENTS = 4_250_000;
const LOWEST_CENTS = START_CENTS / 2;
const HIGHEST_CENTS = START_CENTS * 2;

/** One minute in this many begins a flat stretch: no trades, so open = high = low = close and volume 0. */
const FLAT_ODDS = 90;
const LONGEST_FLAT_MINUTES = 12;

const TWO_DIGITS = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, "0"));

/** Whole hundredths as a decimal with two places: 4250007 → "42500.07". */
function twoDecimals(hundredths: number): string {
  return `${Math.floor(hundredths / 100)}.${TWO_DIGITS[hundredths % 100]}`;
}

/**
 * Yields the text of a candle file in chunks that end at line ends: header first, then `rows` candles.
 *
 * Every candle has low ≤ open, close ≤ high. Some stretches are flat, so closes equal their rolling mean there.
 *
 * @param rows Number of candles, 0 or more.
 * @param seed Any 32-bit integer.
 */
export function* candleChunks(rows: number, seed: number): Generator<string> {
  const random = xoroshiro128plus(seed);
  const draw = (from: number, to: number) => uniformInt(random, from, to);

  let close = START_CENTS;
  let flatMinutesLeft = 0;
  let day = "";
  let chunk = HEADER;

  for (let row = 0; row < rows; row++) {
    const minuteOfDay = row % MINUTES_PER_DAY;
    if (minuteOfDay === 0) {
      day = new Date(FIRST_MINUTE_MS + row * MINUTE_MS).toISOString().slice(0, 10);
    }
    const hour = TWO_DIGITS[Math.floor(minuteOfDay / 60)];
    const minute = TWO_DIGITS[minuteOfDay % 60];

    const open = close;
    let high = open;
    let low = open;
    let volume = 0;
    if (flatMinutesLeft > 0) {
      flatMinutesLeft--;
    } else {
      // The sum of three uniform draws is bell-shaped enough; a step reaches about 0.25 % of the price.
      const reach = Math.floor(open / 1200);
      close = open + draw(-reach, reach) + draw(-reach, reach) + draw(-reach, reach);
      close = Math.min(HIGHEST_CENTS, Math.max(LOWEST_CENTS, close));
      high = Math.max(open, close) + draw(0, reach);
      low = Math.min(open, close) - draw(0, reach);
      // The product of two draws gives many small volumes and few large ones.
      volume = 1 + Math.floor(draw(0, 3000) * draw(0, 3000) / 2000);
      if (draw(1, FLAT_ODDS) === 1) flatMinutesLeft = draw(2, LONGEST_FLAT_MINUTES);
    }
    chunk += `${day} ${hour}:${minute}:00,${twoDecimals(open)},${twoDecimals(high)},${twoDecimals(low)},` +
      `${twoDecimals(close)},${twoDecimals(volume)}\n`;

    if (row % ROWS_PER_CHUNK === ROWS_PER_CHUNK - 1) {
      yield chunk;
      chunk = "";
    }
  }
  if (chunk !== "") yield chunk;
}

/** {@linkcode candleChunks} as a stream of UTF-8 bytes. */
export function candleStream(rows: number, seed: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  return ReadableStream.from(candleChunks(rows, seed)).pipeThrough(new TextEncoderStream());
}

if (import.meta.main) {
  const flags = parseArgs(Deno.args, { string: ["rows", "seed", "output"] });
  const rows = Number(flags.rows);
  const seed = Number(flags.seed);
  if (!Number.isSafeInteger(rows) || rows < 0 || !Number.isSafeInteger(seed)) {
    console.error("usage: generate.ts --rows N --seed N [--output FILE]");
    Deno.exit(2);
  }
  const target = flags.output === undefined
    ? Deno.stdout.writable
    : (await Deno.open(flags.output, { write: true, create: true, truncate: true })).writable;
  await candleStream(rows, seed).pipeTo(target);
}
