/**
 * Shares in percent, such as `0.57%`, held as whole numbers: the double nearest to 0.57 would be another share.
 *
 * @module
 */

const DECIMALS = 6;
const PER_PERCENT = 10 ** DECIMALS;

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

export function formatShare({ percentMillionths }: Share): string {
  return `${percentMillionths / PER_PERCENT}%`;
}

/** The largest whole number that is at most this share of `all`, which is a whole number below 2^53. */
export function mostOf({ percentMillionths }: Share, all: number): number {
  return Number(BigInt(percentMillionths) * BigInt(all) / BigInt(100 * PER_PERCENT));
}
