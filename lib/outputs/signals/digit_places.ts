/**
 * A format of timestamps → tables for WebAssembly: which bytes such a timestamp has, and where its digits go.
 *
 * @module
 */
import type { TextFormat } from "../../times/same_format.ts";

const ZERO = 0x30;
const NINE = 9;
const ANYTHING = 255;
/** In place of a place: nothing is taken from there. */
const NOTHING = 128;
const HALF = 16;
const MOST_EPOCH_SECONDS = 1e12;

/** The tables of one format. */
export class DigitPlaces {
  /** Of a timestamp. */
  readonly bytes: number;
  /** An epoch with more seconds is left to others. */
  readonly mostSeconds: number;
  /** The least that each byte may be, and how much more: behind the end of the timestamp anything. */
  readonly lowest: Uint8Array;
  readonly ranges: Uint8Array;
  /** Where what goes to each place comes from. */
  readonly picks: Uint8Array;

  /** @param room The most bytes that a timestamp may have, and as many as there are places for its digits. */
  constructor({ literals, mostSeconds }: TextFormat, room: number) {
    this.bytes = literals.length;
    this.mostSeconds = Math.min(mostSeconds, MOST_EPOCH_SECONDS);
    this.lowest = new Uint8Array(room);
    this.ranges = new Uint8Array(room).fill(ANYTHING);
    this.picks = new Uint8Array(2 * room).fill(NOTHING);
    literals.forEach((literal, place) => {
      this.lowest[place] = literal === 0 ? ZERO : literal;
      this.ranges[place] = literal === 0 ? NINE : 0;
    });
  }

  /** Says that a digit goes to a place. */
  pick(from: number, to: number): void {
    // 16 places at a time: first those that come from the first half of the timestamp, then those from the other.
    const block = 2 * HALF * Math.floor(to / HALF) + to % HALF;
    this.picks[from < HALF ? block : block + HALF] = from % HALF;
  }

  /** Says that a digit goes nowhere, and so has to be a zero. */
  requireZero(from: number): void {
    this.ranges[from] = 0;
  }
}
