import { assert, assertEquals, assertMatch } from "@std/assert";
import { Folder } from "../command.ts";
import { recordAtEnd, Tally } from "../evidence.ts";
import { assertSucceeded, FAULT_FILES } from "./honest.ts";
import { inject, inParallel, IS_INJECTABLE, UNLESS_INJECTABLE } from "./injector.ts";

const clock = new Tally({
  promise: "A wall clock that is set while a run goes on changes no figure",
  tested: "At each write to the log in turn, the clock is set a day back and a day ahead",
  sought: "times that are negative or a day long",
});
recordAtEnd("faults-clock", "A clock that is set", [clock]);
if (!IS_INJECTABLE) clock.skip(UNLESS_INJECTABLE.trim());

const DAY_SECONDS = 86_400;
/** Far more than any run here takes. */
const MOST_MS = 3_600_000;

for (const [name, seconds] of [["back", DAY_SECONDS], ["ahead", -DAY_SECONDS]] as const) {
  Deno.test({ name: `faults: the clock is set ${name}${UNLESS_INJECTABLE}`, ignore: !IS_INJECTABLE }, async () => {
    const clean = await (async () => {
      using folder = new Folder(FAULT_FILES);
      return (await inject(folder, {})).calls;
    })();
    const writes = [...clean.entries()].filter(([, call]) => call.name === "write" && call.file === "run.log");
    let jumps = 0;
    await inParallel(writes, ([index]) =>
      clock.count(async () => {
        using folder = new Folder(FAULT_FILES);
        const { finished } = await inject(folder, { faults: [[index + 1, `clock ${seconds}`]] });
        assertSucceeded(folder, finished);
        const log = folder.read("run.log") ?? "";
        const figures = [...`${log}${finished.stdout}`.matchAll(/(?:elapsed_ms=|latency_ms"?[=:] ?)(\S+?),?\s/g)];
        assert(figures.length >= 7, log);
        for (const [text, figure = ""] of figures) {
          assertMatch(figure, /^\d+$/, text);
          assert(Number(figure) < MOST_MS, text);
        }
        const times = log.trimEnd().split("\n").map((line) => Date.parse(line.slice(0, 24)));
        const isJump = (time: number, n: number) => Math.abs(time - (times[n - 1] ?? time)) > MOST_MS;
        if (times.some(isJump)) jumps++;
      }));
    // All but the last: after it nothing more is logged.
    assertEquals(jumps, writes.length - 1, "the clock was not set");
  });
}
