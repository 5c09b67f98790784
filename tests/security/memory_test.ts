import { assert, assertEquals } from "@std/assert";
import { Folder } from "../command.ts";
import { recordAtEnd, Tally } from "../evidence.ts";

const limits = new Tally({
  promise: "The limits on memory that SECURITY.md advises let ordinary runs through, and end others without a success",
  tested:
    "A run on real candles and one in which 2,000,000 rows wait for a signal, under ulimit -d and systemd-run, as the page writes them",
  sought: "ordinary runs that fail, and others that succeed or leave metrics that tell of a success",
});
recordAtEnd("security-memory", "Limits on memory", [limits]);

const PAGE = Deno.readTextFileSync(new URL("../../SECURITY.md", import.meta.url));

/** A limit as the page writes it, and the line of shell that sets it. */
const LIMITS: readonly { readonly pattern: RegExp; readonly line: (advised: string) => string }[] = [
  { pattern: /ulimit -d \d+/, line: (advised) => `${advised}; exec $JOB` },
  { pattern: /systemd-run --scope( -p \w+=\w+)+/, line: (advised) => `exec ${advised} -q $JOB` },
];

const DATA = Deno.readTextFileSync(new URL("../../data.csv", import.meta.url));
/** The newest row comes first, so the signal of each is known only with the last row of its window; the file has no such. */
const WAITING = `close\n${"123456789012345678\n".repeat(2_000_000)}`;
const WAITING_CONFIG = 'seed: 1\nwindow: 5000000\nversion: "v"\norder: descending\n';

for (const { pattern, line } of LIMITS) {
  const [advised] = pattern.exec(PAGE) ?? [];
  if (advised === undefined) throw new Error(`SECURITY.md no longer advises ${pattern}`);
  const canLimit = Deno.build.os === "linux" && await (async () => {
    using folder = new Folder();
    return (await folder.shell(line(advised).replace("$JOB", "true"))).code === 0;
  })();
  const reason = `${advised} does not work here`;
  const unless = canLimit ? "" : ` (skipped: ${reason})`;
  if (!canLimit) limits.skip(reason);

  Deno.test(
    { name: `memory: ${advised} lets an ordinary run through${unless}`, ignore: !canLimit },
    () =>
      limits.count(async () => {
        using folder = new Folder({ "in.csv": DATA });
        const { code, stdout, stderr } = await folder.shell(line(advised));
        assertEquals([code, stderr], [0, ""]);
        assertEquals(JSON.parse(stdout).rows_processed, 10_000);
      }),
  );

  Deno.test(
    { name: `memory: ${advised} ends a greedy run${unless}`, ignore: !canLimit },
    () =>
      limits.count(async () => {
        using folder = new Folder({ "in.csv": WAITING, "config.yaml": WAITING_CONFIG, "metrics.json": "old" });
        const { code, stdout, stderr } = await folder.shell(`${line(advised)} --signals signals.csv`);
        const isRefused = code === 4 && stderr.includes(" memory");
        assert(isRefused || [133, 134, 137].includes(code), `exit ${code}: ${stderr}`);
        assertEquals(stdout.includes('"status": "success"'), false);
        const metrics = folder.read("metrics.json");
        assert(metrics === undefined || JSON.parse(metrics).status === "error", metrics?.slice(0, 200));
      }),
  );
}
