/**
 * What must hold after any run, whatever has failed in it.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { CONFIG, type Finished, type Folder } from "../command.ts";

/** The job that faults are injected into: its input takes several reads. */
const ROWS = 262_144;
export const FAULT_CANDLES = `t,close\n${"1,5\n1,6.25\n".repeat(ROWS / 2)}`;
export const OLD = "what an earlier run left\n";
export const FAULT_FILES = { "in.csv": FAULT_CANDLES, "metrics.json": OLD, "run.log": OLD } as const;

/** The metrics of that job, with the time it took. */
const SUCCESS = new RegExp(`^\\{
  "version": "v1",
  "rows_processed": ${ROWS},
  "metric": "signal_rate",
  "value": 0\\.5,
  "latency_ms": \\d+,
  "seed": 42,
  "status": "success"
\\}
$`);

export function assertWholeSuccess(text: string | undefined): void {
  assertMatch(text ?? "nothing", SUCCESS);
}

/** What a failed run leaves in its metrics and on standard output. */
export function errorJson(message: string, version: string): string {
  return `${JSON.stringify({ version, status: "error", error_message: message }, null, 2)}\n`;
}

/** Asserts that config and input are what they were, and that nothing stands beside the job's files. */
export function assertUntouched(folder: Folder, more: readonly string[] = []): void {
  assert(folder.read("in.csv") === FAULT_CANDLES, "the input was changed");
  assertEquals(folder.read("config.yaml"), CONFIG);
  const known = new Set(["config.yaml", "in.csv", "metrics.json", "run.log", ...more]);
  assertEquals(folder.names().filter((name) => !known.has(name)), []);
}

/** Asserts that a run succeeded and says so everywhere. */
export function assertSucceeded(folder: Folder, { code, stdout, stderr }: Finished): void {
  assertEquals([code, stderr], [0, ""]);
  assertWholeSuccess(stdout);
  assertEquals(folder.read("metrics.json"), stdout);
  assertMatch(
    folder.read("run.log") ?? "",
    /^[^\n]* INFO {2}job started [^]*Z INFO {2}job completed status=success [^\n]*\n$/,
  );
}

/**
 * Asserts that a run failed with `message` and says so everywhere: in one line, in the same JSON twice, in the log's last
 * line.
 *
 * @param but What can't say so, for it is what has failed.
 */
export function assertFailedHonestly(
  folder: Folder,
  { code, stdout, stderr }: Finished,
  expected: { code: number; message: string },
  but: { log?: boolean; version?: string } = {},
): void {
  assertEquals([code, stderr], [expected.code, `batch-signal: ${expected.message}\n`]);
  const { version } = JSON.parse(stdout);
  assert(version === "v1" || version === "unknown", version);
  assertEquals(stdout, errorJson(expected.message, version));
  assertEquals(folder.read("metrics.json"), stdout);
  if (but.log) return;
  const last = (folder.read("run.log") ?? "").trimEnd().split("\n").at(-1) ?? "";
  assertMatch(last, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ERROR job failed status=error kind=[a-z]+ exit_code=\d+ /);
  assert(last.includes(` exit_code=${expected.code} error_message=`), last);
}
