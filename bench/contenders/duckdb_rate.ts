/**
 * The whole job by DuckDB, for the clock: version, rows and signals, as JSON on standard output.
 *
 *     deno run --no-lock --no-config --node-modules-dir=none --allow-read --allow-env --allow-sys --allow-ffi \
 *       duckdb_rate.ts FILE WINDOW
 *
 * The difference of two running totals, because DuckDB streams those, and `avg` over a frame of rows was slower. Totals
 * of doubles would drift, so the closes are decimals: this form is exact too. The package is imported by a name in a
 * variable, as in `duckdb_signals.ts`.
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

/** Without an order of their own, windows follow the order of the rows in the file. */
function rateQuery(file: string, window: number): string {
  return `
    WITH totals AS (
      SELECT close, row_number() OVER () AS rank, sum(close) OVER (ROWS UNBOUNDED PRECEDING) AS total
      FROM read_csv('${file.replaceAll("'", "''")}', types = {'close': 'DECIMAL(18, 8)'})
    ), sums AS (
      SELECT close, rank, total - coalesce(lag(total, ${window}) OVER (), 0) AS sum FROM totals
    )
    SELECT version(), count(*), count(*) FILTER (rank >= ${window} AND close * ${window} > sum) FROM sums`;
}

const duckDb: unknown = await import(PACKAGE);
if (!isDuckDb(duckDb)) throw new Error(`${PACKAGE}: expected DuckDBInstance`);
const connection = await (await duckDb.DuckDBInstance.create(":memory:")).connect();

const [file = "", window = ""] = Deno.args;
const [[version, rows, signals] = []] = (await connection.runAndReadAll(rateQuery(file, Number(window)))).getRows();
console.log(
  JSON.stringify({ version: String(version).replace(/^v/, ""), rows: Number(rows), signals: Number(signals) }),
);
