/**
 * A random walk of one-minute candles, the same figures for the same seed on every machine.
 *
 * All prices are whole cents and all arithmetic is on integers, so no platform's floating point can change a digit.
 *
 * @module
 */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Start of the first candle, in milliseconds since 1970. */
export const FIRST_MINUTE_MS = Date.UTC(2024, 0, 1);
export const MINUTE_MS = 60_000;

/** The walk starts here and is kept between half and twice of it, in cents. */
const START_CENTS = 4_250_000;
const LOWEST_CENTS = START_CENTS / 2;
const HIGHEST_CENTS = START_CENTS * 2;

/** One minute in this many begins a flat stretch: no trades, so open = high = low = close and volume 0. */
const FLAT_ODDS = 90;
const LONGEST_FLAT_MINUTES = 12;

/** The candle of one minute; {@linkcode next} turns it into that of the minute after. */
export class CandleWalk {
  /** Row of this candle, from 0; -1 before the first call of {@linkcode next}. */
  row = -1;
  /** Prices in cents: low ≤ open, close ≤ high. */
  open = START_CENTS;
  high = START_CENTS;
  low = START_CENTS;
  close = START_CENTS;
  /** What was traded, in hundredths. */
  volume = 0;

  readonly #random;
  #flatMinutesLeft = 0;

  /** @param seed Any 32-bit integer. */
  constructor(seed: number) {
    this.#random = xoroshiro128plus(seed);
  }

  next(): void {
    const { close: open } = this;
    this.row++;
    this.open = this.high = this.low = open;
    this.volume = 0;
    if (this.#flatMinutesLeft > 0) {
      this.#flatMinutesLeft--;
      return;
    }
    // The sum of three uniform draws is bell-shaped enough; a step reaches about 0.25 % of the price.
    const reach = Math.floor(open / 1200);
    const step = this.#draw(-reach, reach) + this.#draw(-reach, reach) + this.#draw(-reach, reach);
    this.close = Math.min(HIGHEST_CENTS, Math.max(LOWEST_CENTS, open + step));
    this.high = Math.max(open, this.close) + this.#draw(0, reach);
    this.low = Math.min(open, this.close) - this.#draw(0, reach);
    // The product of two draws gives many small volumes and few large ones.
    this.volume = 1 + Math.floor(this.#draw(0, 3000) * this.#draw(0, 3000) / 2000);
    if (this.#draw(1, FLAT_ODDS) === 1) this.#flatMinutesLeft = this.#draw(2, LONGEST_FLAT_MINUTES);
  }

  #draw(from: number, to: number): number {
    return uniformInt(this.#random, from, to);
  }
}
