import { assert, assertEquals } from "@std/assert";
import { Folder } from "../command.ts";
import { recordAtEnd, Tally } from "../evidence.ts";
import { gzipOf, zipOf, zstdOf } from "../inputs/compressed.ts";
import { assertFailedHonestly, assertSucceeded, FAULT_CANDLES, FAULT_FILES } from "./honest.ts";
import { inject, inParallel, IS_INJECTABLE, UNLESS_INJECTABLE } from "./injector.ts";

const every = new Tally({
  promise: "A compressed file is read whole, or the run fails and says why",
  tested: "Every read of a gzip, zstd and zip file in turn is short, fails with EIO, or finds the file truncated",
  sought: "results of files that were not read whole, and unclear errors",
});
recordAtEnd("faults-compressed", "Compressed input", [every]);
if (!IS_INJECTABLE) every.skip(UNLESS_INJECTABLE.trim());

const FILES = {
  gzip: gzipOf(FAULT_CANDLES),
  zstd: zstdOf(FAULT_CANDLES),
  zip: zipOf([{ name: "a.csv", text: FAULT_CANDLES }]),
};

for (const [format, bytes] of Object.entries(FILES)) {
  const files = { ...FAULT_FILES, "in.csv": bytes };

  Deno.test({
    name: `faults: every read of a ${format} file is short, fails, or finds it changed${UNLESS_INJECTABLE}`,
    ignore: !IS_INJECTABLE,
  }, async () => {
    using clean = new Folder(files);
    const run = await inject(clean, {});
    assertSucceeded(clean, run.finished);
    const reads = [...run.calls.entries()].filter(([, { name, file }]) => name === "read" && file === "in.csv");
    assert(reads.length > 1, `it is read ${reads.length} times`);
    await inParallel(reads, async ([index]) => {
      await every.count(async () => {
        using folder = new Folder(files);
        // Two short reads in a row: the first bytes, by which it is recognised, come one by one.
        const { finished } = await inject(folder, { faults: [[index + 1, "short"], [index + 2, "short"]] });
        assertSucceeded(folder, finished);
      });
      await every.count(async () => {
        using folder = new Folder(files);
        const { finished } = await inject(folder, { faults: [[index + 1, "errno 5"]] });
        assertFailedHonestly(folder, finished, { code: 5, message: "in.csv: cannot be read: input/output error" });
      });
      await every.count(async () => {
        using folder = new Folder(files);
        const { finished } = await inject(folder, { faults: [[index + 1, "run truncate -s 20 in.csv"]] });
        const message = "in.csv: the file changed while it was read, expected it to stay as it is";
        assertEquals([finished.code, finished.stderr], [5, `batch-signal: ${message}\n`]);
      });
    });
  });
}
