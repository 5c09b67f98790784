import { assertEquals, assertMatch } from "@std/assert";
import { CANDLES, Folder } from "../command.ts";
import { recordAtEnd, Tally } from "../evidence.ts";
import { errorJson } from "./honest.ts";

const streams = new Tally({
  promise: "Standard output that takes nothing fails the run; standard error that takes nothing changes nothing else",
  tested:
    "Standard output full, with its reader gone, closed; standard error full, gone, closed; on runs that succeed and fail",
  sought: "false successes, lost errors and crashes",
});
recordAtEnd("faults-streams", "Broken streams", [streams]);

/** How standard output or error is broken, as shell, and what a write to it says. */
const WAYS: Readonly<Record<string, { redirect: (fd: 1 | 2) => string; reason?: string }>> = {
  "whole": { redirect: () => "" },
  "full": { redirect: (fd) => `${fd}>/dev/full`, reason: "no space left on device" },
  "without reader": { redirect: (fd) => `${fd}>&9`, reason: "the reader has gone (broken pipe)" },
  // The runtime opens the null device in the place of a stream that is closed, before any of our code runs.
  "closed": { redirect: (fd) => `${fd}>&-` },
};

// Descriptor 9 is a pipe that nobody reads any more.
const BROKEN_PIPE = "mkfifo p; exec 8<>p 9>p 7<p; exec 8>&- 7<&-; rm p;";

for (const [outName, out] of Object.entries(WAYS)) {
  for (const [errName, err] of Object.entries(WAYS)) {
    const name = `faults: standard output ${outName}, standard error ${errName}`;
    Deno.test({ name, ignore: Deno.build.os !== "linux" }, async () => {
      for (const isGood of [true, false]) {
        await streams.count(async () => {
          using folder = new Folder({
            "in.csv": isGood ? CANDLES : "t,close\n1,x\n",
            "metrics.json": "old",
            "run.log": "old",
          });
          const end = await folder.shell(`${BROKEN_PIPE} $JOB ${out.redirect(1)} ${err.redirect(2)}`);
          const failures = isGood ? [] : ['in.csv:2: close is "x", expected a decimal number'];
          if (out.reason !== undefined) failures.push(`standard output: cannot be written: ${out.reason}`);

          assertEquals(end.code, !isGood ? 4 : out.reason === undefined ? 0 : 5);
          const shown = failures.map((failure) => `batch-signal: ${failure}\n`).join("");
          assertEquals(end.stderr, errName === "whole" ? shown : "");
          const metrics = folder.read("metrics.json") ?? "";
          const [first] = failures;
          if (first === undefined) assertMatch(metrics, /"value": 0\.5,[^]*"status": "success"\n\}\n$/);
          else assertEquals(metrics, errorJson(first, "v1"));
          assertEquals(end.stdout, outName === "whole" ? metrics : "");
          assertMatch(
            folder.read("run.log") ?? "",
            first === undefined ? /Z INFO {2}job completed [^\n]*\n$/ : /Z ERROR job failed [^\n]*\n$/,
          );
          assertEquals(folder.names(), ["config.yaml", "in.csv", "metrics.json", "run.log"]);
        });
      }
    });
  }
}
