import { assert, assertEquals, assertMatch } from "@std/assert";
import { Folder } from "../command.ts";
import { metricsOf, PLAIN_RUN } from "../merge/metrics.ts";
import { ERRORS, inject, inParallel, IS_INJECTABLE, UNLESS_INJECTABLE } from "./injector.ts";

const FLAGS = ["merge", "-o", "metrics.json", "in.csv", "config.yaml"];
/** Under names that the injector knows. */
const FILES = { "in.csv": PLAIN_RUN, "config.yaml": metricsOf({ rows: 20n, rowsWithMean: 16n, ones: 5n }) };

for (const error of ["EIO", "ENOSPC"] as const) {
  Deno.test({
    name: `faults: every call of a merge fails with ${error}${UNLESS_INJECTABLE}`,
    ignore: !IS_INJECTABLE,
  }, async () => {
    using folder = new Folder(FILES);
    const clean = await inject(folder, { flags: FLAGS });
    assertEquals([clean.finished.code, clean.finished.stderr], [0, ""]);
    const expected = folder.read("metrics.json");
    assertEquals(clean.finished.stdout, expected);
    assert(clean.calls.length > 10, `${clean.calls.length} calls`);

    await inParallel(clean.calls.entries(), async ([index]) => {
      using folder = new Folder({ ...FILES, "metrics.json": "old" });
      const { finished, calls } = await inject(folder, {
        flags: FLAGS,
        faults: [[index + 1, `errno ${ERRORS[error][0]}`]],
      });
      const hit = calls.find(({ isHit }) => isHit);
      const what = `${error} at call ${index + 1}, ${hit?.name} ${hit?.file}: ${finished.stderr}`;
      for (const [name, text] of Object.entries(FILES)) assertEquals(folder.read(name), text, what);
      const output = folder.read("metrics.json");
      if (finished.code === 0) {
        assertEquals([finished.stderr, output, finished.stdout], ["", expected, expected], what);
        return;
      }
      assertEquals(finished.code, 5, what);
      assertMatch(finished.stderr, /^batch-signal: [^\n]+: cannot be (read|written): [^\n]+\n$/, what);
      // What can't be looked up or removed may stay. The new one is there only if no more than standard output failed.
      assert(output === undefined || output === "" || output === "old" || hit?.file === "stdout", `${what}: ${output}`);
      const temporaries = folder.names().filter((name) => name.endsWith(".tmp"));
      // Removing it is what failed.
      const mayStay = hit?.file === "temporary" && (hit.name === "unlink" || hit.name === "stat");
      assert(temporaries.length <= (mayStay ? 1 : 0), `${what}: ${temporaries}`);
    });
  });
}
