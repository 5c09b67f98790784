import { assertEquals } from "@std/assert";
import { CANDLES, Folder } from "../command.ts";
import { ERRORS, inject, IS_INJECTABLE, UNLESS_INJECTABLE } from "./injector.ts";

Deno.test({
  name: `faults: one path twice is one file, also where it can't be looked at${UNLESS_INJECTABLE}`,
  ignore: !IS_INJECTABLE,
}, async () => {
  const flags = ["-i", "in.csv", "-c", "config.yaml", "-o", "in.csv", "-l", "run.log"];
  const message = '--output and --input are the same file "in.csv", expected different files';
  for (const at of [0, 1, 2, 3]) {
    using folder = new Folder();
    const { finished } = await inject(folder, { flags, faults: [[at, `errno ${ERRORS.EIO[0]}`]] });
    assertEquals(finished, { code: 2, stdout: "", stderr: `batch-signal: ${message}\n` });
    assertEquals(folder.read("in.csv"), CANDLES);
    assertEquals(folder.names(), ["config.yaml", "in.csv"]);
  }
});
