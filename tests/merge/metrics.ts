/**
 * Texts of metrics, for tests.
 *
 * @module
 */
import { signalRate } from "../../lib/numbers/signal_rate.ts";

export interface SymbolForTests {
  readonly rows: bigint;
  readonly rowsWithMean: bigint;
  readonly ones: bigint;
}

export interface RunForTests extends SymbolForTests {
  readonly version?: string;
  readonly seed?: number;
  readonly latencyMs?: bigint;
  readonly warmup?: "zero" | "exclude" | "exclude-from-rate";
  readonly invalidRows?: bigint;
  readonly warnings?: bigint;
  readonly symbols?: ReadonlyMap<string, SymbolForTests>;
}

/** `rows_processed` and `value` by the rules of the job. */
function rated({ rows, rowsWithMean, ones }: SymbolForTests, warmup: string): { rows: bigint; value: number | null } {
  const all = warmup === "zero" ? rows : rowsWithMean;
  return { rows: warmup === "exclude" ? rowsWithMean : rows, value: all === 0n ? null : signalRate(ones, all) };
}

/** The metrics of a run with counts, as the job writes them. */
export function metricsOf(run: RunForTests): string {
  const { version = "v1", seed = 42, latencyMs = 29n, warmup = "zero", invalidRows = 0n, warnings = 0n, symbols } = run;
  const { rows, value } = rated(run, warmup);
  const lines = [
    `"version": ${JSON.stringify(version)}`,
    `"rows_processed": ${rows}`,
    '"metric": "signal_rate"',
    `"value": ${value}`,
    `"latency_ms": ${latencyMs}`,
    `"seed": ${seed}`,
    '"status": "success"',
    `"signals_1": ${run.ones}`,
    `"rows_with_mean": ${run.rowsWithMean}`,
    ...(warmup === "zero" ? [] : [`"warmup": "${warmup}"`]),
    `"invalid_rows": ${invalidRows}`,
    `"warnings": ${warnings}`,
    ...(symbols === undefined ? [] : [symbolsOf(symbols, warmup)]),
  ];
  return `{\n${lines.map((line) => `  ${line}`).join(",\n")}\n}\n`;
}

function symbolsOf(symbols: ReadonlyMap<string, SymbolForTests>, warmup: string): string {
  const lines = [...symbols].map(([symbol, counts]) => {
    const { rows, value } = rated(counts, warmup);
    return `    ${JSON.stringify(symbol)}: { "rows_processed": ${rows}, "value": ${value}, ` +
      `"signals_1": ${counts.ones}, "rows_with_mean": ${counts.rowsWithMean} }`;
  });
  return `"symbols": {\n${lines.join(",\n")}\n  }`;
}

export const PLAIN_RUN = metricsOf({ rows: 10_000n, rowsWithMean: 9_996n, ones: 4_989n });

/** A run without `counts: include`. */
export const UNCOUNTED_RUN = PLAIN_RUN.replace(/,\n {2}"signals_1"[^]*/, "\n}\n");

export const FAILED_RUN = '{\n  "version": "unknown",\n  "status": "error",\n  "error_message": "a.csv: it broke"\n}\n';

/** The same metrics with another value for a key. */
export function withKey(text: string, key: string, value: string): string {
  return text.replace(new RegExp(`("${key}": )[^,\n]+`), `$1${value}`);
}
