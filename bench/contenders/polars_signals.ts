/**
 * The signals by polars, as JSON on standard output.
 *
 *     deno run --no-lock --no-config --node-modules-dir=none --allow-read --allow-env --allow-sys --allow-ffi \
 *       polars_signals.ts FILE WINDOW [WINDOW ...]
 *
 * The package is imported by a name in a variable: so neither `deno check` nor `deno.lock` of the project takes it in,
 * and it is only downloaded where this contender runs.
 *
 * @module
 */

/** The newest version whose packages for all platforms are published, which Deno requires. */
const PACKAGE = "npm:nodejs-polars@0.25.2";

/** What is used of polars. */
interface Polars {
  readonly version: string;
  readCSV(file: string): { getColumn(name: string): Series };
}

interface Series {
  rollingMean(window: number): Series;
  gt(other: Series): Series;
  toArray(): unknown[];
}

function isPolars(value: unknown): value is Polars {
  return typeof value === "object" && value !== null && "readCSV" in value && "version" in value;
}

const { default: polars }: { default: unknown } = await import(PACKAGE);
if (!isPolars(polars)) throw new Error(`${PACKAGE}: expected readCSV and version`);

const [file = "", ...windows] = Deno.args;
const close = polars.readCSV(file).getColumn("close");
const signals = windows.map((window) =>
  // The first rows have no mean, and a comparison with null is null.
  close.gt(close.rollingMean(Number(window))).toArray().map((above) => above === true ? "1" : "0").join("")
);
console.log(JSON.stringify({ title: `polars ${polars.version} (Node)`, signals }));
