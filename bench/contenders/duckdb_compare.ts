/**
 * Closes and signals by DuckDB, as JSON on standard output.
 *
 *     deno run --no-lock --no-config --node-modules-dir=none --allow-read --allow-env --allow-sys --allow-ffi \
 *       duckdb_compare.ts FILE WINDOW [WINDOW ...]
 *
 * The package is imported by a name in a variable, as in `duckdb_signals.ts`.
 *
 * @module
 */

/** The newest version whose packages for all platforms are published, which Deno requires. */
const PACKAGE = "npm:@duckdb/node-api@1.5.5-r.5";

/** What is used of DuckDB. */
interface DuckDb {
  readonly DuckDBInstance: { create(path: string): Promise<{ connect(): Promise<Connection> }> };
}

interface Connection {
  runAndReadAll(sql: string): Promise<{ getRows(): unknown[][] }>;
}

function isDuckDb(value: unknown): value is DuckDb {
  return typeof value === "object" && value !== null && "DuckDBInstance" in value;
}

const duckDb: unknown = await import(PACKAGE);
if (!isDuckDb(duckDb)) throw new Error(`${PACKAGE}: expected DuckDBInstance`);
const connection = await (await duckDb.DuckDBInstance.create(":memory:")).connect();

/** The texts in the first column of a query's result. */
async function ask(sql: string): Promise<string[]> {
  return (await connection.runAndReadAll(sql)).getRows().map(([value]) => String(value));
}

/** DuckDB keeps the order of a file, so that its rows can be counted through. */
function candles(file: string): string {
  return `(SELECT row_number() OVER () - 1 AS row, close FROM read_csv('${file.replaceAll("'", "''")}'))`;
}

function signalsQuery(file: string, window: number): string {
  return `
    WITH means AS (
      SELECT row, close, avg(close) OVER (ORDER BY row ROWS BETWEEN ${window - 1} PRECEDING AND CURRENT ROW) AS mean
      FROM ${candles(file)}
    )
    SELECT string_agg(CASE WHEN row >= ${window - 1} AND close > mean THEN '1' ELSE '0' END, '' ORDER BY row)
    FROM means`;
}

const [file = "", ...windows] = Deno.args;
const signals: string[] = [];
for (const window of windows) signals.push((await ask(signalsQuery(file, Number(window))))[0] ?? "");
const closes = await ask(`SELECT CAST(close AS VARCHAR) FROM ${candles(file)} ORDER BY row`);
const [version = ""] = await ask("SELECT version()");
console.log(JSON.stringify({ title: `DuckDB ${version.replace(/^v/, "")}`, closes, signals }));
