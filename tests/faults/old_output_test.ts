import { assertEquals } from "@std/assert";
import { Folder } from "../command.ts";
import { FAULT_FILES } from "./honest.ts";
import { type Action, type Call, inject, IS_INJECTABLE, UNLESS_INJECTABLE } from "./injector.ts";

/** EPERM: somebody else's file in a folder such as /tmp. It is not written in place, for they could change it. */
const ERROR_NUMBER = 1;

/** What such a folder refuses, and all that could take the file's place. */
function isRefused({ name, file }: Call): boolean {
  return (name === "unlink" && file === "metrics.json") || (name === "open" && file === "temporary");
}

Deno.test({
  name: `faults: an old output that may be written but not removed is emptied${UNLESS_INJECTABLE}`,
  ignore: !IS_INJECTABLE,
}, async () => {
  const faults: [number, Action][] = [];
  for (;;) {
    using folder = new Folder(FAULT_FILES);
    const { finished, calls } = await inject(folder, { faults });
    const next = calls.findIndex((call) => isRefused(call) && !call.isHit);
    if (next >= 0) {
      // Each fault changes the calls that follow.
      faults.push([next + 1, `errno ${ERROR_NUMBER}`]);
      continue;
    }
    const message = `metrics.json: cannot be written: permission denied`;
    assertEquals([finished.code, finished.stderr], [5, `batch-signal: ${message}\n`]);
    assertEquals(folder.read("metrics.json"), "");
    return;
  }
});
