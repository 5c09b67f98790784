/**
 * Shares in percent, such as `0.57%`, held as whole numbers: the double nearest to 0.57 would be another share.
 *
 * @module
 */

const DECIMALS = 6;
const PER_PERCENT = 10 ** DECIMALS;
/** Of a number from 0 to 1. */
const RATE_DECIMALS = DECIMALS + 2;
/** All of it. */
const ONE = 10 ** RATE_DECIMALS;

/** A share of a whole. */
export interface Share {
  /** In millionths of a percent: 0 to 100,000,000. */
  readonly percentMillionths: number;
}

/** `0.57%` → the share: 0 to 100 with up to six decimals; undefined for any other text. */
export function readShare(text: string): Share | undefined {
  const [, percent, fraction = ""] = /^(0|[1-9][0-9]?|100)(?:\.([0-9]{1,6}))?%$/.exec(text) ?? [];
  if (percent === undefined) return undefined;
  const percentMillionths = Number(percent) * PER_PERCENT + Number(fraction.padEnd(DECIMALS, "0"));
  return percentMillionths > 100 * PER_PERCENT ? undefined : { percentMillionths };
}

/** A share in percent, or the same as a number from 0 to 1 with up to eight decimals: `30%`, `0.3`; undefined for any other text. */
export function readRate(text: string): Share | undefined {
  const [, whole, fraction = ""] = /^([01])(?:\.([0-9]{1,8}))?$/.exec(text) ?? [];
  if (whole === undefined) return readShare(text);
  const percentMillionths = Number(whole) * ONE + Number(fraction.padEnd(RATE_DECIMALS, "0"));
  return percentMillionths > ONE ? undefined : { percentMillionths };
}

/** The share as a number from 0 to 1. */
export function rateOf({ percentMillionths }: Share): number {
  return percentMillionths / ONE;
}

export function formatShare({ percentMillionths }: Share): string {
  return `${percentMillionths / PER_PERCENT}%`;
}

/** The largest whole number that is at most this share of `all`, which is a whole number below 2^53. */
export function mostOf({ percentMillionths }: Share, all: number): number {
  return Number(BigInt(percentMillionths) * BigInt(all) / BigInt(100 * PER_PERCENT));
}
