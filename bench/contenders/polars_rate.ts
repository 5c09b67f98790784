/**
 * The whole job by polars, for the clock: version, rows and signals, as JSON on standard output.
 *
 *     deno run --no-lock --no-config --node-modules-dir=none --allow-read --allow-env --allow-sys --allow-ffi \
 *       polars_rate.ts FILE WINDOW
 *
 * `readCSV` of one column, because that was faster than `scanCSV` with any of its options, and expressions, because they
 * were faster than methods of a series. The package is imported by a name in a variable, as in `polars_signals.ts`.
 *
 * @module
 */

/** The newest version whose packages for all platforms are published, which Deno requires. */
const PACKAGE = "npm:nodejs-polars@0.25.2";

/** What is used of polars. */
interface Polars {
  readonly version: string;
  readCSV(file: string, options: { columns: string[] }): Frame;
  col(name: string): Expression;
}

interface Frame {
  select(...expressions: Expression[]): Frame;
  toRecords(): Record<string, unknown>[];
}

interface Expression {
  rollingMean(window: number): Expression;
  gt(other: Expression): Expression;
  sum(): Expression;
  count(): Expression;
  alias(name: string): Expression;
}

function isPolars(value: unknown): value is Polars {
  return typeof value === "object" && value !== null && "readCSV" in value && "col" in value && "version" in value;
}

const { default: polars }: { default: unknown } = await import(PACKAGE);
if (!isPolars(polars)) throw new Error(`${PACKAGE}: expected readCSV, col and version`);

const [file = "", window = ""] = Deno.args;
const close = polars.col("close");
const [answer] = polars.readCSV(file, { columns: ["close"] }).select(
  close.count().alias("rows"),
  // The first rows have no mean, and a sum leaves out what a comparison with null gives.
  close.gt(close.rollingMean(Number(window))).sum().alias("signals"),
).toRecords();
console.log(JSON.stringify({ version: polars.version, ...answer }));
