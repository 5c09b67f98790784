import { assert, assertEquals } from "@std/assert";
import { finished, Folder } from "../command.ts";
import { isAsked, recordAtEnd, Tally } from "../evidence.ts";
import {
  assertFailedHonestly,
  assertSucceeded,
  assertUntouched,
  assertWholeSuccess,
  FAULT_FILES,
  OLD,
} from "./honest.ts";
import { type Call, inject, inParallel, IS_INJECTABLE, SIGNAL_NUMBERS, UNLESS_INJECTABLE } from "./injector.ts";

const IS_UNIX = Deno.build.os !== "windows";

const stopped = new Tally({
  promise:
    "SIGINT and SIGTERM end a run cleanly at any point: exit 130 or 143 and the error as JSON, or the whole result",
  tested: "One of the signals arrives at every call of a run in turn, and each at random times",
  sought: "torn, stale or leftover files and unclear ends",
});
const killed = new Tally({
  promise: "A run that is killed at any point leaves whole metrics or none, and the next run works",
  tested: "SIGKILL arrives at every call of a run in turn, and at random times",
  sought: "torn or stale metrics",
});
const tallies = [stopped, killed];
recordAtEnd("faults-signals", "Signals", tallies);
if (!IS_INJECTABLE) tallies.forEach((tally) => tally.skip(`at every call${UNLESS_INJECTABLE}`));

/** A run that was stopped says so everywhere, or was done before it heard of it. */
function assertStopped(folder: Folder, end: { code: number; stdout: string; stderr: string }, signal: string): void {
  if (end.code === 0) assertSucceeded(folder, end);
  else {
    const code = 128 + (signal === "SIGINT" ? SIGNAL_NUMBERS.SIGINT : SIGNAL_NUMBERS.SIGTERM);
    assertFailedHonestly(folder, end, { code, message: `interrupted by ${signal}` });
  }
  assertUntouched(folder);
}

/**
 * A run that was killed has left no metrics, or whole ones; or those of the run before, if it was killed before its first
 * step.
 */
function assertKilled(folder: Folder, end: { code: number; stderr: string }, hadStarted: boolean): void {
  assertEquals([end.code, end.stderr], [137, ""]);
  const metrics = folder.read("metrics.json");
  if (metrics !== undefined && (hadStarted || metrics !== OLD)) assertWholeSuccess(metrics);
  assertUntouched(folder, folder.names().filter((name) => /^\.batch-signal-[0-9a-f-]{36}\.tmp$/.test(name)));
}

async function cleanCalls(): Promise<readonly Call[]> {
  using folder = new Folder(FAULT_FILES);
  return (await inject(folder, {})).calls;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test({ name: `faults: ${signal} at every call${UNLESS_INJECTABLE}`, ignore: !IS_INJECTABLE }, async () => {
    const clean = await cleanCalls();
    let interruptedRuns = 0;
    // One signal at the calls with an even number, the other at the rest; what hears them is the same.
    const parity = signal === "SIGINT" ? 0 : 1;
    const cases = [...clean.entries()].filter(([index]) => index % 2 === parity || isAsked("--thorough"));
    await inParallel(cases, ([index, { name, file }]) =>
      stopped.count(async () => {
        using folder = new Folder(FAULT_FILES);
        const { finished } = await inject(folder, { faults: [[index + 1, `signal ${SIGNAL_NUMBERS[signal]}`]] });
        try {
          assertStopped(folder, finished, signal);
        } catch (cause) {
          throw new Error(`${signal} at call ${index + 1}, ${name} ${file}: ${cause}`, { cause });
        }
        if (finished.code !== 0) interruptedRuns++;
      }));
    assert(interruptedRuns > 0, "no signal was heard");
  });
}

Deno.test({ name: `faults: SIGKILL at every call${UNLESS_INJECTABLE}`, ignore: !IS_INJECTABLE }, async () => {
  const clean = await cleanCalls();
  await inParallel(clean.entries(), ([index, { name, file }]) =>
    killed.count(async () => {
      using folder = new Folder(FAULT_FILES);
      const { finished, calls } = await inject(folder, { faults: [[index + 1, `signal ${SIGNAL_NUMBERS.SIGKILL}`]] });
      try {
        const removed = calls.findIndex((call) => call.name === "unlink" && call.file === "metrics.json");
        assertKilled(folder, finished, removed >= 0 && removed < calls.findIndex(({ isHit }) => isHit));
        // What the killed run has left is in nobody's way.
        if (index % 10 === 0) {
          const next = await folder.run();
          assertSucceeded(folder, next);
        }
      } catch (cause) {
        throw new Error(`SIGKILL at call ${index + 1}, ${name} ${file}: ${cause}`, { cause });
      }
    }));
});

/** The same numbers in [0, 1) in every run: a linear congruential generator, of Numerical Recipes. */
function* pseudoRandom(seed: number): Generator<number> {
  for (let state = seed;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

const RANDOM_RUNS = isAsked("--thorough") ? 500 : 12;
/** Longer than a run takes from its start to its end, where nothing else is going on. */
const LATEST_MS = 200;

for (const [seed, signal] of (["SIGINT", "SIGTERM", "SIGKILL"] as const).entries()) {
  Deno.test({ name: `faults: ${signal} at random times`, ignore: !IS_UNIX }, async () => {
    const random = pseudoRandom(seed);
    const delaysMs = Array.from({ length: RANDOM_RUNS }, () => LATEST_MS * (random.next().value ?? 0));
    await inParallel(delaysMs, (delayMs) =>
      (signal === "SIGKILL" ? killed : stopped).count(async () => {
        using folder = new Folder(FAULT_FILES);
        const child = folder.spawn();
        await child.stdin.close();
        await new Promise((resolve) => setTimeout(resolve, delayMs));
        try {
          child.kill(signal);
        } catch {
          // It had ended already.
        }
        const end = await finished(child);
        const hadStarted = folder.read("metrics.json") !== OLD;
        if (end.code === 0) assertSucceeded(folder, end);
        else if (signal === "SIGKILL") assertKilled(folder, end, hadStarted);
        // Before the runtime has loaded the job nobody listens, and the signal does what it does to any process.
        else if (!hadStarted && end.stderr === "") assertUntouched(folder);
        else assertStopped(folder, end, signal);
      }));
  });
}
