/**
 * Many runs that are merged, and one run over all their files.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { Folder, JOB_FLAGS } from "../command.ts";

const FILES = 12;
const CONFIG = 'seed: 7\nwindow: 3\nversion: "v1"\ninputs: symbols\ncounts: include\ninvalid_rows: skip\n';

/** The candles of one symbol, with a row that is none. */
function candles(symbol: number): string {
  const closes = Array.from({ length: 20 + symbol }, (_, n) => `${n},${100 + ((n * 7 + symbol * 3) % 11)}\n`);
  return `t,close\n${closes.join("")}${symbol % 3 === 0 ? "x,none\n" : ""}`;
}

for (const warmup of ["zero", "exclude", "exclude-from-rate"] as const) {
  Deno.test(`merge: a run for each symbol, merged, is one run over all symbols, with warmup: ${warmup}`, async () => {
    const names = Array.from({ length: FILES }, (_, n) => `S${String(n).padStart(2, "0")}`);
    using folder = new Folder({
      ...Object.fromEntries(names.map((name, n) => [`${name}.csv`, candles(n)])),
      "config.yaml": `${CONFIG}warmup: ${warmup}\n`,
    });
    const rest: readonly string[] = JOB_FLAGS.slice(2);
    const run = async (input: string, output: string) => {
      const flags = ["-i", input, ...rest.with(rest.indexOf("metrics.json"), output), "--quiet"];
      assertEquals((await folder.run(flags)).code, 0);
    };
    await run("S*.csv", "all.json");
    for (const name of names) await run(`${name}.csv`, `part-${name}.json`);
    const { code, stdout } = await folder.run(["merge", "-o", "merged.json", "part-*.json"]);
    assertEquals([code, stdout], [0, folder.read("merged.json")]);
    const withoutTime = (text: string | undefined) => text?.replace(/"latency_ms": \d+/, '"latency_ms": N');
    assertEquals(
      withoutTime(folder.read("merged.json"))?.replace(`  "runs": ${FILES},\n  "failed": 0,\n`, ""),
      // Of each run that skips rows there is a warning.
      withoutTime(folder.read("all.json"))?.replace('"warnings": 1', '"warnings": 4'),
    );
  });
}
