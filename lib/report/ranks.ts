/**
 * The symbols with the highest and the lowest signal rates, of any number of them.
 *
 * @module
 */
import { signalRate } from "../numbers/signal_rate.ts";

/** A symbol and its signals. */
export interface RankedSymbol {
  readonly symbol: string;
  readonly ones: number;
  /** Rows that the rate is a share of; 1 at least. */
  readonly rated: number;
}

/** Symbols in the order of their rates. */
export interface Ranks {
  /** The highest first. */
  readonly highest: readonly RankedSymbol[];
  /** The lowest first. */
  readonly lowest: readonly RankedSymbol[];
}

/** @param most How many of each. Of those with the same rate the first ones are kept. */
export function ranksOf(symbols: Iterable<RankedSymbol>, most: number): Ranks {
  const highest: RankedSymbol[] = [];
  const lowest: RankedSymbol[] = [];
  for (const symbol of symbols) {
    insert(highest, symbol, (a, b) => compareRates(b, a), most);
    insert(lowest, symbol, compareRates, most);
  }
  return { highest, lowest };
}

/** The rate of a symbol as metrics have it. */
export function rateOfSymbol({ ones, rated }: RankedSymbol): number {
  return signalRate(ones, rated);
}

function insert(
  ranked: RankedSymbol[],
  symbol: RankedSymbol,
  compare: (a: RankedSymbol, b: RankedSymbol) => number,
  most: number,
): void {
  const last = ranked.at(-1);
  if (ranked.length === most && last !== undefined && compare(symbol, last) >= 0) return;
  const rank = ranked.findIndex((other) => compare(symbol, other) < 0);
  ranked.splice(rank < 0 ? ranked.length : rank, 0, symbol);
  ranked.splice(most);
}

/** By their exact rates. */
function compareRates(a: RankedSymbol, b: RankedSymbol): number {
  const [left, right] = [BigInt(a.ones) * BigInt(b.rated), BigInt(b.ones) * BigInt(a.rated)];
  return left < right ? -1 : left > right ? 1 : 0;
}
