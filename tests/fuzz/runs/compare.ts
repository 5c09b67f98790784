/**
 * What a run has to leave, by the reference, and what it has left.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { type ParquetParsers, parquetReadObjects } from "hyparquet";
import { gunzipSync } from "node:zlib";
import { binary, bytesOfText, fieldsOf, rawRecords, textOf } from "../../reference/records.ts";
import type { RowFault } from "../../reference/rows.ts";
import { type Answer, type AnsweredRow, answerOf, Failure, otherFailure, type Reject } from "../../reference/run.ts";
import { isInYears, parquetTimes, writtenTimes } from "../../reference/written_times.ts";
import { configFault, formOf, referenceRun, type RunCase, type RunInput, SEED, VERSION } from "./case.ts";
import type { RunFolder, RunOutcome } from "./execute.ts";

const CONFIG_EXIT = 3;
const DATA_EXIT = 4;
const SECOND = 1_000_000_000n;

/** How rejects say what is wrong. */
const REASONS: Readonly<Record<RowFault, RegExp>> = {
  quote: /^a quote stands inside a field/,
  wrapping: /^the quoted field holds several records/,
  fields: /^the record has \d+ fields?, expected/,
  symbol: /^(the )?symbol is /,
  close: /^close (is|has) /,
  "lost close": /^close is /,
  timestamp: /^timestamp is /,
};

/** What the reference says of a run: an answer, that it fails with the data, or what is wrong with its config. */
type Expected =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "failure"; readonly failure: Failure; readonly other: Failure | undefined }
  | { readonly kind: "config"; readonly why: string };

function expectedOf(run: RunCase, nameOf: (input: RunInput) => string): Expected {
  const why = configFault(run);
  if (why !== undefined) return { kind: "config", why };
  const asked = referenceRun(run, nameOf);
  try {
    return { kind: "answer", answer: answerOf(asked) };
  } catch (error) {
    if (error instanceof Failure) return { kind: "failure", failure: error, other: otherFailure(asked) };
    throw error;
  }
}

/**
 * Tries a case.
 *
 * @returns What came of it.
 * @throws {Error} Where the run has not left what the reference says.
 */
export async function examineRun(run: RunCase, folder: RunFolder): Promise<Expected["kind"]> {
  const outcome = await folder.run(run);
  return await requireExpected(run, outcome, (input) => folder.nameOf(run, input));
}

/**
 * Compares what a run has left with what the reference says.
 *
 * @param nameOf What the run calls an input.
 */
export async function requireExpected(
  run: RunCase,
  outcome: RunOutcome,
  nameOf: (input: RunInput) => string,
): Promise<Expected["kind"]> {
  const expected = expectedOf(run, nameOf);
  assertEquals(outcome.strays, [], "files that nobody has asked for");
  switch (expected.kind) {
    case "config":
      requireFailure(outcome, CONFIG_EXIT, /config\.yaml: /, expected.why);
      break;
    case "failure": {
      const { failure, other } = expected;
      const isOther = other !== undefined && placeOf(other).test(outcome.failures[0]?.message ?? "");
      const { message, rejects } = isOther ? other : failure;
      requireFailure(outcome, DATA_EXIT, placeOf(isOther ? other : failure), message);
      // Rejects stay where there are any: they tell why the run has failed.
      if (rejects.length === 0) assertEquals(outcome.rejects, undefined, "rejects of a run that failed without any");
      else if (run.hasRejects) requireRejects(run, outcome, rejects);
      break;
    }
    case "answer":
      if (run.signals !== undefined && expected.answer.rows.some(({ timestamp }) => isBeyondYears(timestamp))) {
        requireFailure(outcome, DATA_EXIT, /signals\.[a-z.]+: the timestamp of row /, "a year that no text has");
        break;
      }
      requireMetrics(run, outcome, expected.answer);
      requireLog(outcome, expected.answer);
      if (run.signals !== undefined) await requireSignals(run, outcome, expected.answer);
      if (run.hasRejects) requireRejects(run, outcome, expected.answer.rejects);
  }
  return expected.kind;
}

/** How a message begins; where there is no line, none must follow. */
function placeOf({ file, line }: Failure): RegExp {
  return new RegExp(`^${RegExp.escape(file)}:${line === undefined ? " (?!\\d+: )" : `${line}: `}`);
}

function requireFailure(outcome: RunOutcome, exitCode: number, place: RegExp, why: string): void {
  const { failures, metrics = "", stdout, signals } = outcome;
  const told = failures.map((failure) => `${failure.exitCode} ${failure.message}`).join("; ");
  const [{ message, exitCode: code } = { message: "", exitCode: 0 }, ...more] = failures;
  const isRight = code === exitCode && place.test(message) && more.length === 0;
  assert(isRight, `the reference fails with ${exitCode} at ${place}, ${why}; the run: ${told || metrics}`);
  assertEquals(JSON.parse(metrics), { version: VERSION, status: "error", error_message: message });
  assertEquals(stdout, metrics, "standard output");
  assertEquals(signals, undefined, "signals of a run that failed");
}

function requireMetrics({ keys }: RunCase, outcome: RunOutcome, answer: Answer): void {
  const { failures, metrics = "", stdout, log } = outcome;
  assertEquals(failures, [], "the reference gives an answer");
  const value = answer.value / 10_000;
  const hasCounts = keys.counts === "include";
  const symbols = answer.symbols &&
    [...answer.symbols].map(([symbol, { processed, value, ones, rowsWithMean }]) => {
      const lines = [`"rows_processed": ${processed}`, `"value": ${value === undefined ? "null" : value / 10_000}`];
      const counts = [...lines, `"signals_1": ${ones}`, `"rows_with_mean": ${rowsWithMean}`];
      return `    ${JSON.stringify(symbol)}: {` +
        (hasCounts ? ` ${counts.join(", ")} }` : `\n      ${lines.join(",\n      ")}\n    }`);
    });
  const isWarmupTold = hasCounts && keys.warmup !== undefined && keys.warmup !== "zero";
  const expected = [
    "{",
    `  "version": "${VERSION}",`,
    `  "rows_processed": ${answer.processed},`,
    '  "metric": "signal_rate",',
    `  "value": ${value},`,
    '  "latency_ms": N,',
    `  "seed": ${SEED},`,
    `  "status": "success"${hasCounts || symbols !== undefined ? "," : ""}`,
    ...(hasCounts ? [`  "signals_1": ${answer.ones},`, `  "rows_with_mean": ${answer.rowsWithMean},`] : []),
    ...(isWarmupTold ? [`  "warmup": "${keys.warmup}",`] : []),
    ...(hasCounts
      ? [
        `  "invalid_rows": ${answer.rejects.length},`,
        `  "warnings": ${warningsIn(log)}${symbols === undefined ? "" : ","}`,
      ]
      : []),
    ...(symbols === undefined ? [] : [`  "symbols": {\n${symbols.join(",\n")}\n  }`]),
    "}\n",
  ].join("\n");
  assertEquals(unescaped(metrics).replace(/"latency_ms": \d+/, '"latency_ms": N'), expected, "metrics");
  assertEquals(stdout, metrics, "standard output");
}

/** How many warnings the user is told of, by the log: all but that of quoted lines, whose rows are read all the same. */
function warningsIn(log: string): number {
  const records = log.trimEnd().split("\n").map((line) => JSON.parse(line));
  return records.filter(({ level, message }) => level === "WARN" && !message.startsWith("every line is one quoted"))
    .length;
}

/** JSON with characters beyond ASCII as themselves: those that could do harm on a terminal are escaped, and mean the same. */
function unescaped(json: string): string {
  return json.replace(/\\(?:u([0-9a-f]{4})|[^u])/g, (escape, code: string | undefined) => {
    return code !== undefined && parseInt(code, 16) > 0x7e ? String.fromCharCode(parseInt(code, 16)) : escape;
  });
}

/** The log tells of times, gaps and the latest mean, which nothing else does. */
function requireLog({ log }: RunOutcome, { times, rejects, rows, latestMean }: Answer): void {
  const records = log.trimEnd().split("\n").map((line) => JSON.parse(line));
  const of = (message: string) => records.find((record) => record.message === message);
  assertEquals(of("data ingested")?.rows, rows.length, "rows in the log");
  const mean = latestMean === undefined || Number.isFinite(latestMean) ? latestMean : String(latestMean);
  assertEquals(of("rolling mean computed")?.last_rolling_mean, mean, "latest mean in the log");
  assertEquals(of("invalid rows skipped")?.invalid_rows ?? 0, rejects.length, "skipped rows in the log");
  const told = records.find((record) => "duplicates" in record && "earliest" in record);
  assertEquals(told?.duplicates, times?.duplicates, "duplicates in the log");
  assertEquals(of("gaps in time")?.gaps ?? 0, times?.gaps ?? 0, "gaps in the log");
  assertEquals(of("gaps in time")?.irregular ?? 0, times?.irregular ?? 0, "irregular steps in the log");
  for (const end of ["earliest", "latest"] as const) {
    assertEquals(told?.[end], times && logTime(times[end]), `${end} in the log`);
  }
}

/** A time as the log writes it; beyond the years that a date has, as a number. */
function logTime(nanoseconds: bigint): string {
  const seconds = (nanoseconds - nanoseconds % SECOND) / SECOND - (nanoseconds % SECOND < 0n ? 1n : 0n);
  const date = new Date(Number(seconds) * 1000);
  if (!(date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999)) return `${nanoseconds} ns`;
  const fraction = String(nanoseconds - seconds * SECOND).padStart(9, "0").replace(/0+$/, "");
  return `${date.toISOString().slice(0, 19)}${fraction === "" ? "" : `.${fraction}`}Z`;
}

function isBeyondYears(timestamp: AnsweredRow["timestamp"]): boolean {
  return timestamp !== undefined && !isInYears(timestamp.nanoseconds);
}

/** What Parquet holds, as it is: the reader's dates have no microseconds. */
const NUMBERS_OF_TIMES: Partial<ParquetParsers> = {
  dateFromDays: (days) => days,
  timestampFromMicroseconds: (microseconds) => microseconds,
  timestampFromNanoseconds: (nanoseconds) => nanoseconds,
};

async function requireSignals(run: RunCase, { signals }: RunOutcome, { rows }: Answer): Promise<void> {
  if (signals === undefined) throw new Error("there are no signals");
  const [first] = run.inputs;
  const form = first && formOf(first, run.keys);
  const hasTimes = form?.timestamp !== undefined;
  const hasSymbols = form?.symbol !== undefined || run.keys.inputs === "symbols";
  if (run.signals === "parquet") {
    const file = Uint8Array.from(signals).buffer;
    const found = await parquetReadObjects({ file, parsers: NUMBERS_OF_TIMES });
    const times = parquetTimes(rows.flatMap(({ timestamp }) => timestamp ?? []));
    const expected = rows.map((row, n) => ({
      row: BigInt(row.number),
      ...(hasTimes ? { timestamp: times[n] } : {}),
      ...(hasSymbols ? { symbol: row.symbol } : {}),
      close: row.close,
      rolling_mean: row.mean ?? null,
      signal: row.signal,
    }));
    assertEquals(found, expected, "signals");
    return;
  }
  const bytes = run.signals === "csv.gz" ? gunzipSync(signals) : signals;
  const isCsv = run.signals !== "jsonl";
  const times = hasTimes ? writtenTimes(rows.flatMap(({ timestamp }) => timestamp ?? [])) : [];
  const lineOf = isCsv ? csvLine : jsonLine;
  const expected = rows.map((row, n) => lineOf(row, hasTimes ? times[n] : undefined, hasSymbols));
  const header = `row,${hasTimes ? "timestamp," : ""}${hasSymbols ? "symbol," : ""}close,rolling_mean,signal`;
  const found = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  const whole = (isCsv ? [header, ...expected] : expected).map((line) => `${line}\n`).join("");
  // Line by line, where there is a difference to show.
  if (found !== whole) assertEquals(found.split("\n"), whole.split("\n"), "signals");
}

/** @param time Undefined where there are none. */
function csvLine(row: AnsweredRow, time: string | undefined, hasSymbols: boolean): string {
  const field = (text = "") => /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const mean = row.mean === undefined ? "" : plainDigits(row.mean);
  return `${row.number},${time === undefined ? "" : `${time},`}${hasSymbols ? `${field(row.symbol)},` : ""}` +
    `${field(row.close)},${mean},${row.signal}`;
}

function jsonLine(row: AnsweredRow, time: string | undefined, hasSymbols: boolean): string {
  const text = (value: string | undefined) => JSON.stringify(value ?? null);
  const mean = row.mean === undefined ? "null" : Number.isFinite(row.mean) ? plainDigits(row.mean) : `"${row.mean}"`;
  return `{"row":${row.number}${time === undefined ? "" : `,"timestamp":"${time}"`}` +
    `${hasSymbols ? `,"symbol":${text(row.symbol)}` : ""},"close":${
      text(row.close)
    },"rolling_mean":${mean},"signal":${row.signal}}`;
}

/** A double in the shortest digits that read back as it, without an exponent. */
function plainDigits(value: number): string {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  if (exponent === "0") return mantissa;
  const sign = mantissa.startsWith("-") ? "-" : "";
  const [whole = "", decimals = ""] = mantissa.replace("-", "").split(".");
  const point = whole.length + Number(exponent);
  const digits = whole + decimals;
  return point <= 0 ? `${sign}0.${"0".repeat(-point)}${digits}` : `${sign}${digits.padEnd(point, "0")}`;
}

function requireRejects(run: RunCase, { rejects }: RunOutcome, expected: readonly Reject[]): void {
  if (rejects === undefined) throw new Error("there are no rejects");
  const hasFiles = run.inputs.length > 1;
  const [header, ...found] = [...rawRecords(binary(rejects))];
  assertEquals(header?.bytes, `${hasFiles ? "file," : ""}line,reason,record`, "header of the rejects");
  const quoted = (bytes: string) => `"${bytes.replaceAll('"', '""')}"`;
  assertEquals(
    found.map(({ bytes }) => bytes),
    expected.map(({ file, line, faults, bytes }, n) => {
      const reason = fieldsOf(found[n]?.bytes ?? "")?.[hasFiles ? 2 : 1]?.bytes ?? "";
      const isRight = faults.some((fault) => REASONS[fault].test(textOf(reason)));
      assert(isRight, `the reference rejects line ${line} for its ${faults.join(" or ")}, the run: ${reason}`);
      return `${hasFiles ? `${quoted(bytesOfText(file))},` : ""}${line},${quoted(reason)},${quoted(bytes)}`;
    }),
    "rejects",
  );
  const lines = [header, ...found].map((record) => `${record?.bytes}\n`).join("");
  assertEquals(binary(rejects), lines, "line ends of the rejects");
}
