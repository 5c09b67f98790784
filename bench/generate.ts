/**
 * Synthetic one-minute candles, the same bytes for the same seed on every machine.
 *
 * Writes a file (or standard output) in one of the shapes of `shapes.ts`; without `--shape` in that of `data.csv`:
 *
 *     deno run --allow-write bench/generate.ts --rows 10000 --seed 42 --output data.csv
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";
import { candleBytes, isShapeName, type ShapeName, SHAPES } from "./shapes.ts";

/** Something that bytes can be written to, such as a file. */
interface Target {
  writeSync(bytes: Uint8Array): number;
}

/** Writes a candle file. */
export function writeCandles(target: Target, shape: ShapeName, rows: number, seed: number): void {
  for (const chunk of candleBytes(shape, rows, seed)) {
    // A pipe may take a part of it.
    for (let at = 0; at < chunk.length;) at += target.writeSync(chunk.subarray(at));
  }
}

if (import.meta.main) {
  const flags = parseArgs(Deno.args, { string: ["shape", "rows", "seed", "output"], default: { shape: "ohlcv" } });
  const rows = Number(flags.rows);
  const seed = Number(flags.seed);
  if (!Number.isSafeInteger(rows) || rows < 0 || !Number.isSafeInteger(seed) || !isShapeName(flags.shape)) {
    console.error(
      `usage: generate.ts --rows N --seed N [--shape ${Object.keys(SHAPES).join("|")}] [--output FILE]`,
    );
    Deno.exit(2);
  }
  using file = flags.output === undefined
    ? undefined
    : Deno.openSync(flags.output, { write: true, create: true, truncate: true });
  writeCandles(file ?? Deno.stdout, flags.shape, rows, seed);
}
