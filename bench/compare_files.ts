/**
 * The candle files on which batch-signal is compared with other programs: real ones, and generated ones of many kinds.
 *
 * @module
 */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { stablecoinCloses } from "./stablecoin.ts";

const REAL = ["data.csv", "../shared/data/btc-usd-1min.csv", "../shared/data/btc-usd-1min-quoted.csv"];
const ROWS = 10_000;

/** A candle file to compare on. */
export interface ComparedFile {
  readonly name: string;
  readonly text: string;
}

type Random = ReturnType<typeof xoroshiro128plus>;

/** Closes as they are written, each made of the row and of random numbers. */
const KINDS: Readonly<Record<string, (random: Random, row: number) => string>> = {
  "prices with 2 decimals": (random) => point(BigInt(uniformInt(random, 4_200_000, 4_200_999)), 2),
  "prices with 8 decimals": (random) => point(BigInt(uniformInt(random, 10_000, 10_040)), 8),
  "a close of 12 digits after small ones": (random, row) =>
    row % 1000 === 0 ? "999999999999.75" : point(BigInt(uniformInt(random, 100, 140)), 2),
  "negative prices and 0": (random) => point(BigInt(uniformInt(random, -5, 5)), 1),
  "integers of 17 digits": (random) => String(90_000_000_000_000_000n + BigInt(uniformInt(random, 0, 9))),
  "17 significant digits": (random) => point(10_000_000_000_000_000n + BigInt(uniformInt(random, 0, 9)), 13),
  "25 significant digits": (random) => point(10n ** 24n + BigInt(uniformInt(random, 0, 9)), 24),
  "scientific notation": (random) =>
    `${uniformInt(random, 1, 9)}.${uniformInt(random, 0, 9)}e-${uniformInt(random, 3, 5)}`,
};

function point(mantissa: bigint, decimals: number): string {
  const digits = String(mantissa < 0n ? -mantissa : mantissa).padStart(decimals + 1, "0");
  return `${mantissa < 0n ? "-" : ""}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function fileOf(closes: readonly string[]): string {
  return "row,close\n" + closes.map((close, row) => `${row},${close}\n`).join("");
}

/** All files that are there; the generated ones are the same everywhere. */
export function comparedFiles(seed: number): ComparedFile[] {
  const real = REAL.flatMap((path) => {
    try {
      return [{ name: path.slice(path.lastIndexOf("/") + 1), text: Deno.readTextFileSync(path) }];
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return [];
      throw error;
    }
  });
  const random = xoroshiro128plus(seed);
  const kinds = Object.entries(KINDS).map(([name, close]) => ({
    name,
    text: fileOf(Array.from({ length: ROWS }, (_, row) => close(random, row))),
  }));
  return [...real, { name: "stablecoin, 4 decimals", text: fileOf(stablecoinCloses(ROWS, seed)) }, ...kinds];
}
