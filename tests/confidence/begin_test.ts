import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { Confidence, cubeRootOf } from "../../lib/confidence/begin.ts";
import { WatchedSignal } from "../../lib/signal/watched.ts";
import { CONFIG, errorsIn, Folder, JOB_FLAGS } from "../command.ts";
import { candleRows } from "./walk.ts";

const config = (...lines: readonly string[]) =>
  ["seed: 7", "window: 5", "version: v1", "confidence: 95%", ...lines].map((line) => `${line}\n`).join("");

const withoutTimes = (text: string | undefined) => (text ?? "").replace(/"latency_ms": \d+/, '"latency_ms": 0');

async function gzipped(text: string): Promise<Uint8Array> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

Deno.test("confidence: the interval of data.csv", async () => {
  const candles = await Deno.readTextFile(new URL("../../data.csv", import.meta.url));
  using folder = new Folder({ "in.csv": candles, "config.yaml": config().replace("seed: 7", "seed: 42") });
  const { code, stdout } = await folder.run();
  assertEquals(code, 0);
  assertEquals(JSON.parse(stdout).confidence_interval, {
    level: 0.95,
    low: 0.4649,
    high: 0.4964,
    method: "circular block bootstrap",
    block_rows: 22,
    replicates: 1999,
    generator: "xoroshiro128plus",
  });
  assertEquals(Object.keys(JSON.parse(stdout)).slice(-2), ["status", "confidence_interval"]);
  const log = folder.read("run.log") ?? "";
  assertStringIncludes(
    log,
    'confidence interval computed level=0.95 low=0.4649 high=0.4964 method="circular block bootstrap" block_rows=22 replicates=1999 generator=xoroshiro128plus random_numbers_drawn=1492542 elapsed_ms=',
  );
  assertStringIncludes(log, "configuration read seed=42 window=5 version=v1 confidence=95% elapsed_ms=");
});

Deno.test("confidence: the same bytes from a file, a pipe, gzip, several files, on any threads, with signals and times", async () => {
  const rows = candleRows(30_000, 3);
  const text = `t,close\n${rows.join("")}`;
  const head = ["-c", "config.yaml", "-o", "metrics.json", "-l", "run.log"];
  const files = {
    "in.csv": text,
    "in.csv.gz": await gzipped(text),
    "a.csv": `t,close\n${rows.slice(0, 11_111).join("")}`,
    "b.csv": `t,close\n${rows.slice(11_111).join("")}`,
    "newest.csv": `t,close\n${rows.toReversed().join("")}`,
  };
  const ways: readonly (readonly [keys: readonly string[], flags: readonly string[]])[] = [
    [[], ["-i", "in.csv"]],
    [[], ["-i", "in.csv", "--threads", "1"]],
    [[], ["-i", "in.csv", "--threads", "4"]],
    [[], ["-i", "in.csv.gz"]],
    [[], ["-i", "-"]],
    [[], ["-i", "a.csv", "-i", "b.csv"]],
    [[], ["-i", "in.csv", "--signals", "s.csv"]],
    [["timestamp_column: t"], ["-i", "in.csv"]],
    [["timestamp_column: t", "duplicates: keep-last"], ["-i", "in.csv"]],
    [["timestamp_column: t", "order: auto"], ["-i", "in.csv"]],
  ];
  const texts = await Promise.all(ways.map(async ([keys, flags]) => {
    using folder = new Folder({ ...files, "config.yaml": config(...keys) });
    const { code, stderr } = await folder.run([...flags, ...head], text);
    assertEquals([code, errorsIn(stderr)], [0, ""], flags.join(" "));
    return withoutTimes(folder.read("metrics.json"));
  }));
  assertStringIncludes(texts[0] ?? "", '"block_rows": 32,');
  for (const [n, other] of texts.entries()) assertEquals(other, texts[0], ways[n]?.flat().join(" "));
  using folder = new Folder({ ...files, "config.yaml": config("timestamp_column: t", "order: descending") });
  assertEquals((await folder.run(["-i", "newest.csv", ...head])).code, 0);
  const { low, high } = JSON.parse(folder.read("metrics.json") ?? "").confidence_interval;
  const value = JSON.parse(texts[0] ?? "").value;
  assert(low < value && value < high, `${low} ${value} ${high}`);
});

Deno.test("confidence: without enough rows, or blocks, there is a reason in place of the bounds", async () => {
  const cases: readonly (readonly [rows: number, keys: readonly string[], reason: string])[] = [
    [503, [], "fewer than 100 windows of rows with a mean: 499 of 500"],
    [1000, ["block: 100"], "fewer than 10 blocks of rows with a mean: 996 of 1000"],
  ];
  for (const [rows, keys, reason] of cases) {
    using folder = new Folder({ "in.csv": `t,close\n${candleRows(rows, 1).join("")}`, "config.yaml": config(...keys) });
    const { code, stdout } = await folder.run();
    assertEquals(code, 0);
    assertEquals(JSON.parse(stdout).confidence_interval, { level: 0.95, low: null, high: null, reason });
    assertStringIncludes(folder.read("run.log") ?? "", `reason="${reason}" random_numbers_drawn=0`);
  }
});

Deno.test("confidence: it stands behind counts and gates, and merge and compare pass over it", async () => {
  const keys = ["counts: include", "min_rows: 10", "bootstrap: 99", "block: 40"];
  using folder = new Folder({ "in.csv": `t,close\n${candleRows(5000, 2).join("")}`, "config.yaml": config(...keys) });
  const { stdout } = await folder.run();
  assertEquals(Object.keys(JSON.parse(stdout)).slice(6), [
    "status",
    "signals_1",
    "rows_with_mean",
    "invalid_rows",
    "warnings",
    "gates",
    "confidence_interval",
  ]);
  const { block_rows, replicates } = JSON.parse(stdout).confidence_interval;
  assertEquals([block_rows, replicates], [40, 99]);
  assertEquals((await folder.run(["merge", "-o", "all.json", "metrics.json"])).code, 0);
  assertEquals(folder.read("all.json")?.includes("confidence"), false);
  assertEquals((await folder.run(["compare", "metrics.json", "metrics.json"])).code, 0);
});

const NEEDED = "expected confidence: 95% with it";
const SYMBOLS =
  "config.yaml: confidence is for one series, and the rows have symbols, expected one of them; write symbol_column: none if all rows are one series";
const REFUSED: readonly (readonly [text: string, message: string])[] = [
  [`${CONFIG}bootstrap: 999\n`, `config.yaml: bootstrap is given alone, ${NEEDED}`],
  [`${CONFIG}block: auto\n`, `config.yaml: block is given alone, ${NEEDED}`],
  [config("symbol_column: s"), SYMBOLS],
  [config("inputs: symbols"), SYMBOLS],
  [config("layout: auto"), SYMBOLS],
];
for (const [text, message] of REFUSED) {
  Deno.test(`confidence: refused: ${message.slice(0, 60)} with ${text.trim().split("\n").at(-1)}`, async () => {
    const rows = Array.from(
      { length: 60 },
      (_, n) =>
        `2024-01-${String(1 + Math.floor(n / 3)).padStart(2, "0")},${["AAPL", "MSFT", "IBM"][n % 3]},${
          100 + n % 7
        }.5\n`,
    );
    using folder = new Folder({ "in.csv": `date,symbol,close\n${rows.join("")}`, "config.yaml": text });
    const { code, stderr } = await folder.run([...JOB_FLAGS]);
    assertEquals([code, stderr], [3, `batch-signal: ${message}\n`]);
  });
}

Deno.test({ name: "confidence: cube roots, also where a float's is next to it", permissions: "none" }, () => {
  for (const root of [2, 3, 10, 215, 2154, 99_999, 200_000]) {
    assertEquals([cubeRootOf(root ** 3 - 1), cubeRootOf(root ** 3), cubeRootOf(root ** 3 + 1)], [root, root, root + 1]);
  }
});

/** Random walks whose steps are as likely up as down have a true signal rate of one half. */
for (const [window, rows] of [[5, 4000], [20, 6000], [100, 12_000]] as const) {
  Deno.test({
    name: `confidence: 95 % intervals of walks with a window of ${window} hold the true rate in 92 to 98 % of cases`,
    permissions: "none",
    fn() {
      const generator = xoroshiro128plus(window);
      const share = { percentMillionths: 95_000_000 };
      const cases = 400;
      let held = 0;
      for (let n = 0; n < cases; n++) {
        const keys = { seed: n, window, bootstrap: 399, block: "auto", confidence: share } as const;
        const confidence = new Confidence(keys);
        const signal = new WatchedSignal([confidence.watch()], window, false);
        let price = 0;
        const mantissas = Float64Array.from({ length: rows }, () => {
          // Sums of uniform steps, so fine that no close equals its mean but by a miracle.
          for (let step = 0; step < 4; step++) price += generator.next() >> 8;
          return price;
        });
        const largest = mantissas.reduce((most, close) => Math.max(most, Math.abs(close)), 0);
        signal.push({ mantissas, count: rows, decimals: 0, largest });
        const { low, high } = confidence.interval();
        if (low !== null && high !== null && low <= 0.5 && 0.5 <= high) held++;
      }
      const percent = 100 * held / cases;
      assert(percent >= 92 && percent <= 98, `${percent} %`);
    },
  });
}
