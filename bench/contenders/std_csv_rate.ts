/**
 * The job as a plain script, for the clock: `@std/csv`, numbers, a running sum. Rows and signals as JSON on standard
 * output.
 *
 *     deno run --allow-read std_csv_rate.ts FILE WINDOW
 *
 * It holds the file as one string, and V8 has none longer than half a gigabyte.
 *
 * @module
 */
import { parse } from "@std/csv/parse";

const [file = "", width = ""] = Deno.args;
const window = Number(width);
const records: Record<string, string>[] = parse(await Deno.readTextFile(file), { skipFirstRow: true });
const closes = records.map((record) => Number(record["close"]));

let sum = 0;
let signals = 0;
for (const [row, close] of closes.entries()) {
  sum += close;
  if (row >= window) sum -= closes[row - window] ?? 0;
  if (row >= window - 1 && close > sum / window) signals++;
}
console.log(JSON.stringify({ rows: closes.length, signals }));
