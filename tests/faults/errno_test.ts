import { assert, assertEquals } from "@std/assert";
import { Folder } from "../command.ts";
import { isAsked, recordAtEnd, Tally } from "../evidence.ts";
import { assertFailedHonestly, assertSucceeded, assertUntouched, errorJson, FAULT_FILES } from "./honest.ts";
import {
  type Call,
  ERRORS,
  inject,
  type InjectedRun,
  inParallel,
  IS_INJECTABLE,
  UNLESS_INJECTABLE,
} from "./injector.ts";

/** The calls that are made to fail. */
const CALLS = ["open", "read", "write", "fsync", "rename", "close", "unlink", "stat"];

const BAD_CANDLES = "t,close\n1,x\n";
const DATA_ERROR = 'in.csv:2: close is "x", expected a decimal number';

/** The calls of a run in which nothing fails. */
async function callsOfCleanRun(): Promise<readonly Call[]> {
  using folder = new Folder(FAULT_FILES);
  const { finished, calls } = await inject(folder, {});
  assertSucceeded(folder, finished);
  assert(CALLS.every((name) => calls.some((call) => call.name === name)), "a kind of call is never made");
  return calls;
}

/** The name that the command gives to the file of a call. */
function namedFile(file: string): string {
  // Temporary files and the folder are there for the metrics.
  if (file === "temporary" || file === ".") return "metrics.json";
  return file === "stdout" ? "standard output" : file;
}

/** Whether a run may go on as if nothing had happened. */
function mayBeSurvived({ name, file }: Call, error: keyof typeof ERRORS): boolean {
  // Nothing is lost by them: what was written was synced before it was closed; a folder that can't be opened is not synced.
  if (name === "close" || (name === "open" && file === ".")) return true;
  // Files that can't be looked at are told apart by their names.
  if (name === "stat") return true;
  return error === "EINTR";
}

function assertHonest(folder: Folder, { finished, calls }: InjectedRun, error: keyof typeof ERRORS): void {
  const hit = calls.find(({ isHit }) => isHit);
  if (hit === undefined || (finished.code === 0 && mayBeSurvived(hit, error))) {
    assertSucceeded(folder, finished);
    assertUntouched(folder);
    return;
  }
  const isInput = hit.file === "in.csv" || hit.file === "config.yaml";
  const message = `${namedFile(hit.file)}: cannot be ${isInput ? "read" : "written"}: ${ERRORS[error][1]}`;
  assertFailedHonestly(folder, finished, { code: 5, message }, { log: hit.file === "run.log" });
  assertUntouched(folder, assertLeftBehind(folder, hit));
}

/** Asserts that no temporary file is left, but where removing it is what failed. Returns what is left. */
function assertLeftBehind(folder: Folder, hit: Call): string[] {
  const staysBehind = hit.file === "temporary" && (hit.name === "unlink" || hit.name === "stat");
  const temporaries = folder.names().filter((name) => name.endsWith(".tmp"));
  assertEquals(temporaries.length, staysBehind ? 1 : 0);
  return temporaries;
}

const everyCall = new Tally({
  promise: "Whatever call to the system fails: one line, its exit code, the error as JSON, whole files",
  tested:
    "Every open, read, write, fsync, rename, close, unlink and stat on the job's files fails in turn, each with EIO, " +
    "ENOSPC, EACCES and EINTR",
  sought: "torn, stale or leftover files, false successes and unclear errors",
});
const everyShort = new Tally({
  promise: "Reads and writes that take less than they were given change nothing",
  tested: "Every read and every write in turn takes one byte",
  sought: "results that differ",
});
const tallies = [everyCall, everyShort];
recordAtEnd("faults-errors", "Failing system calls", tallies);
if (!IS_INJECTABLE) tallies.forEach((tally) => tally.skip(UNLESS_INJECTABLE.trim()));

for (const error of ["EIO", "ENOSPC", "EACCES", "EINTR"] as const) {
  Deno.test(
    { name: `faults: every call fails with ${error}${UNLESS_INJECTABLE}`, ignore: !IS_INJECTABLE },
    async () => {
      const clean = await callsOfCleanRun();
      // What a failed stat says of a file does not depend on the reason.
      const cases = [...clean.entries()].filter(([, { name }]) =>
        error === "EIO" || name !== "stat" || isAsked("--thorough")
      );
      await inParallel(cases, ([index]) =>
        everyCall.count(async () => {
          using folder = new Folder(FAULT_FILES);
          const run = await inject(folder, { faults: [[index + 1, `errno ${ERRORS[error][0]}`]] });
          const hit = run.calls.find(({ isHit }) => isHit) ?? clean[index];
          try {
            assertHonest(folder, run, error);
          } catch (cause) {
            const what = cause instanceof Error ? cause.message : cause;
            throw new Error(`${error} at call ${index + 1}, ${hit?.name} ${hit?.file}: ${what}`, { cause });
          }
        }));
    },
  );
}

Deno.test({ name: `faults: every read and write is short${UNLESS_INJECTABLE}`, ignore: !IS_INJECTABLE }, async () => {
  const clean = await callsOfCleanRun();
  const transfers = [...clean.entries()].filter(([, { name }]) => name === "read" || name === "write");
  await inParallel(transfers, ([index]) =>
    everyShort.count(async () => {
      using folder = new Folder(FAULT_FILES);
      const { finished } = await inject(folder, { faults: [[index + 1, "short"]] });
      assertSucceeded(folder, finished);
      assertUntouched(folder);
    }));
});

/** Asserts that a run that fails for its data reports that as far as it can, where an I/O error comes before or after. */
function assertReported(folder: Folder, { finished: { code, stdout, stderr } }: InjectedRun, hit: Call): void {
  const isInput = hit.file === "in.csv" || hit.file === "config.yaml";
  const fault = `${namedFile(hit.file)}: cannot be ${isInput ? "read" : "written"}: ${ERRORS.EIO[1]}`;
  // The fault came first and ended the run, or it came while the other failure was reported, or it did no harm.
  const isFirst = stderr === `batch-signal: ${fault}\n`;
  if (!isFirst && stderr !== `batch-signal: ${DATA_ERROR}\n`) {
    assertEquals(stderr, `batch-signal: ${DATA_ERROR}\nbatch-signal: ${fault}\n`);
  }
  const first = isFirst ? fault : DATA_ERROR;
  assertEquals(code, isFirst ? 5 : 4);

  const json = [errorJson(first, "v1"), errorJson(first, "unknown")];
  if (hit.file === "stdout") assertEquals(stdout, "");
  else assert(json.includes(stdout), stdout);
  const metrics = folder.read("metrics.json");
  const mayBeMissing = namedFile(hit.file) === "metrics.json";
  assert(metrics === undefined ? mayBeMissing : json.includes(metrics), metrics ?? "no metrics");
  assertLeftBehind(folder, hit);
}

Deno.test({
  name: `faults: every call of a run that fails anyway fails with EIO${UNLESS_INJECTABLE}`,
  ignore: !IS_INJECTABLE,
}, async () => {
  const files = { ...FAULT_FILES, "in.csv": BAD_CANDLES };
  const clean = await (async () => {
    using folder = new Folder(files);
    const { finished, calls } = await inject(folder, {});
    assertFailedHonestly(folder, finished, { code: 4, message: DATA_ERROR });
    return calls;
  })();
  await inParallel(clean.entries(), ([index, call]) =>
    everyCall.count(async () => {
      using folder = new Folder(files);
      const run = await inject(folder, { faults: [[index + 1, `errno ${ERRORS.EIO[0]}`]] });
      const hit = run.calls.find(({ isHit }) => isHit) ?? call;
      try {
        assertReported(folder, run, hit);
      } catch (cause) {
        throw new Error(`EIO at call ${index + 1}, ${hit.name} ${hit.file}: ${cause}`, { cause });
      }
    }));
});

Deno.test(
  { name: `faults: a success that can't be reported does not stay as one${UNLESS_INJECTABLE}`, ignore: !IS_INJECTABLE },
  async () => {
    const clean = await callsOfCleanRun();
    const report = clean.findIndex(({ name, file }) => name === "write" && file === "stdout") + 1;
    const fails = `errno ${ERRORS.ENOSPC[0]}` as const;
    using unreported = new Folder(FAULT_FILES);
    const { calls } = await inject(unreported, { faults: [[report, fails]] });
    // Neither can the metrics be written that are to say so.
    const rewritten = calls.findIndex(({ name, file }, n) => n >= report && name === "open" && file === "temporary") +
      1;
    assert(rewritten > report);
    using folder = new Folder(FAULT_FILES);
    const { finished } = await inject(folder, { faults: [[report, fails], [rewritten, fails]] });
    assertEquals(finished.code, 5);
    assertEquals(finished.stderr.split("\n").length, 3);
    assertEquals(folder.read("metrics.json"), undefined);
  },
);
