/**
 * The signals by DuckDB, as JSON on standard output.
 *
 *     deno run --no-lock --no-config --node-modules-dir=none --allow-read --allow-env --allow-sys --allow-ffi \
 *       duckdb_signals.ts FILE WINDOW [WINDOW ...]
 *
 * The package is imported by a name in a variable: so neither `deno check` nor `deno.lock` of the project takes it in,
 * and it is only downloaded where this contender runs.
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

/** The one value that a query gives. */
async function ask(sql: string): Promise<string> {
  const [[value] = []] = (await connection.runAndReadAll(sql)).getRows();
  return String(value);
}

/** A table has no order, so the file's column `row` carries it. */
function signalsQuery(file: string, window: number): string {
  return `
    WITH means AS (
      SELECT row, close, avg(close) OVER (ORDER BY row ROWS BETWEEN ${window - 1} PRECEDING AND CURRENT ROW) AS mean
      FROM read_csv('${file.replaceAll("'", "''")}')
    )
    SELECT string_agg(CASE WHEN row >= ${window - 1} AND close > mean THEN '1' ELSE '0' END, '' ORDER BY row)
    FROM means`;
}

const [file = "", ...windows] = Deno.args;
const signals: string[] = [];
for (const window of windows) signals.push(await ask(signalsQuery(file, Number(window))));
const version = await ask("SELECT version()");
console.log(JSON.stringify({ title: `DuckDB ${version.replace(/^v/, "")} \`avg\``, signals }));
