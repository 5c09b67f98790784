/**
 * What a run has to be so that its result is used: enough rows, a signal rate within limits, near that of an earlier run,
 * recent data. All is compared in whole numbers: a rounded rate may pass where the rate does not.
 *
 * @module
 */
import type { Config } from "../config/config.ts";
import { distance, isFurtherThan, printedRate, type Rate } from "../merge/rate.ts";
import { rateOf, type Share } from "../numbers/share.ts";
import { signalRate } from "../numbers/signal_rate.ts";
import { formatDuration } from "../times/interval.ts";

/** How a gate was found; the keys in the order of the metrics. */
export interface Verdict {
  readonly gate: "min_rows" | "min_signal_rate" | "max_signal_rate" | "max_rate_change" | "max_age";
  /** As the config says: rows, a rate from 0 to 1, or a length of time. */
  readonly limit: number | string;
  /** What the run has; null where that is not known. */
  readonly actual: number | string | null;
  /** Null where there is nothing to compare with. */
  readonly passed: boolean | null;
}

/** What a run has, as far as gates look at it. */
export interface GateFacts {
  /** Rows that count. */
  readonly rows: number;
  /** Rows that the signal rate is a share of, 1 at least. */
  readonly rated: number;
  /** Rows whose signal is 1. */
  readonly ones: number;
  /** The last timestamp in nanoseconds since 1970; undefined where there is none. */
  readonly latest: bigint | undefined;
  /** When it is, in nanoseconds since 1970. */
  readonly now: bigint;
  /** The signal rate of an earlier run; undefined where that can't be compared. */
  readonly earlier: Rate | undefined;
}

/** Parts of the whole that a share counts. */
const PARTS = 100_000_000n;

/** All gates of a config, in the order of the table of keys. */
export function judge(config: Config, facts: GateFacts): readonly Verdict[] {
  const { min_rows, min_signal_rate, max_signal_rate, max_rate_change, max_age } = config;
  const { rows, rated, ones, latest, now } = facts;
  const verdicts: Verdict[] = [];
  if (min_rows !== null) verdicts.push({ gate: "min_rows", limit: min_rows, actual: rows, passed: rows >= min_rows });
  // Two whole numbers below 2^53: their quotient is rounded once, and only shown.
  const actual = ones / rated;
  /** The rate less the limit, times what both are shares of. */
  const beyond = (limit: Share) => BigInt(ones) * PARTS - BigInt(limit.percentMillionths) * BigInt(rated);
  if (min_signal_rate !== null) {
    const passed = beyond(min_signal_rate) >= 0n;
    verdicts.push({ gate: "min_signal_rate", limit: rateOf(min_signal_rate), actual, passed });
  }
  if (max_signal_rate !== null) {
    const passed = beyond(max_signal_rate) <= 0n;
    verdicts.push({ gate: "max_signal_rate", limit: rateOf(max_signal_rate), actual, passed });
  }
  if (max_rate_change !== null) verdicts.push(changeVerdict(max_rate_change, facts));
  if (max_age !== null) {
    const age = latest === undefined ? undefined : now - latest;
    verdicts.push({
      gate: "max_age",
      limit: formatDuration(max_age),
      actual: age === undefined ? null : formatDuration(age),
      passed: age !== undefined && age <= max_age,
    });
  }
  return verdicts;
}

/** A verdict in words, for a message. */
export function toldOf({ gate, limit, actual }: Verdict): string {
  const found = {
    min_rows: actual === 1 ? "there is 1 row" : `there are ${actual} rows`,
    min_signal_rate: `the signal rate is ${actual}`,
    max_signal_rate: `the signal rate is ${actual}`,
    max_rate_change: `the signal rate has changed by ${actual}`,
    max_age: actual === null ? "there is no timestamp" : `the last timestamp is ${actual} old`,
  }[gate];
  return `${gate} is ${limit} and ${found}`;
}

function changeVerdict(limit: Share, { ones, rated, earlier }: GateFacts): Verdict {
  const verdict = { gate: "max_rate_change", limit: rateOf(limit) } as const;
  if (earlier === undefined) return { ...verdict, actual: null, passed: null };
  // With an earlier rate that is known only as it was printed, this one is compared as it will be.
  const rate = earlier.isExact
    ? { ones: BigInt(ones), rows: BigInt(rated), isExact: true }
    : printedRate(signalRate(ones, rated));
  const { size, whole } = distance(earlier, rate);
  return { ...verdict, actual: quotient(size, whole), passed: !isFurtherThan(earlier, rate, limit) };
}

/** A fraction from 0 to 1, to be shown: its first twelve decimals, rounded down. */
function quotient(numerator: bigint, denominator: bigint): number {
  const decimals = 10n ** 12n;
  return Number(numerator * decimals / denominator) / Number(decimals);
}
