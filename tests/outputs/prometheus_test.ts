import { assert, assertEquals, assertMatch } from "@std/assert";
import { lastSuccessIn, prometheusText, type WatchedFigures, type WatchedRun } from "../../lib/outputs/prometheus.ts";
import { version } from "../../lib/version.ts";
import { Folder, JOB_FLAGS, until } from "../command.ts";

const FIGURES: WatchedFigures = {
  rows: 10,
  ones: 3,
  zeros: 7,
  ratio: 0.3,
  inputBytes: 123,
  skippedRows: 1,
  latest: 1_704_240_000_123_456_789n,
  gates: [
    { gate: "min_rows", limit: 5, actual: 10, passed: true },
    { gate: "max_signal_rate", limit: 0.1, actual: 0.3, passed: false },
    { gate: "max_rate_change", limit: 0.1, actual: null, passed: null },
  ],
};
const RUN: WatchedRun = {
  exitCode: 0,
  nowMs: 1_704_300_000_250,
  durationMs: 1234.6,
  configVersion: 'a"\\\nb',
  figures: FIGURES,
};

Deno.test({ name: "prometheus: the text of a success", permissions: { read: true, env: true } }, () => {
  assertEquals(
    prometheusText("spy", RUN, undefined),
    `# HELP batch_signal_last_run_success Whether the last run succeeded.
# TYPE batch_signal_last_run_success gauge
batch_signal_last_run_success{name="spy"} 1
# HELP batch_signal_last_run_exit_code The exit code of the last run.
# TYPE batch_signal_last_run_exit_code gauge
batch_signal_last_run_exit_code{name="spy"} 0
# HELP batch_signal_last_run_timestamp_seconds When the last run ended, in seconds since 1970.
# TYPE batch_signal_last_run_timestamp_seconds gauge
batch_signal_last_run_timestamp_seconds{name="spy"} 1704300000.25
# HELP batch_signal_last_success_timestamp_seconds When the last run that succeeded ended, in seconds since 1970.
# TYPE batch_signal_last_success_timestamp_seconds gauge
batch_signal_last_success_timestamp_seconds{name="spy"} 1704300000.25
# HELP batch_signal_last_run_duration_seconds How long the last run took.
# TYPE batch_signal_last_run_duration_seconds gauge
batch_signal_last_run_duration_seconds{name="spy"} 1.235
# HELP batch_signal_rows Rows that the last run counted.
# TYPE batch_signal_rows gauge
batch_signal_rows{name="spy"} 10
# HELP batch_signal_signals Rows of the last run by their signal.
# TYPE batch_signal_signals gauge
batch_signal_signals{name="spy",signal="0"} 7
batch_signal_signals{name="spy",signal="1"} 3
# HELP batch_signal_signal_ratio The share of rows whose signal is 1.
# TYPE batch_signal_signal_ratio gauge
batch_signal_signal_ratio{name="spy"} 0.3
# HELP batch_signal_input_bytes Bytes that the last run read.
# TYPE batch_signal_input_bytes gauge
batch_signal_input_bytes{name="spy"} 123
# HELP batch_signal_skipped_rows Invalid rows that the last run skipped.
# TYPE batch_signal_skipped_rows gauge
batch_signal_skipped_rows{name="spy"} 1
# HELP batch_signal_last_candle_timestamp_seconds The last timestamp in the input, in seconds since 1970.
# TYPE batch_signal_last_candle_timestamp_seconds gauge
batch_signal_last_candle_timestamp_seconds{name="spy"} 1704240000.123
# HELP batch_signal_gate_success Whether the last run passed a gate.
# TYPE batch_signal_gate_success gauge
batch_signal_gate_success{name="spy",gate="min_rows"} 1
batch_signal_gate_success{name="spy",gate="max_signal_rate"} 0
# HELP batch_signal_info The program and the config of the last run.
# TYPE batch_signal_info gauge
batch_signal_info{name="spy",version="${version()}",config_version="a\\"\\\\\\nb"} 1
`,
  );
});

Deno.test(
  { name: "prometheus: a failure keeps the time of the last success", permissions: { read: true, env: true } },
  () => {
    const failed = { ...RUN, exitCode: 4, figures: undefined };
    const samples = (text: string) => text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    assertEquals(
      samples(prometheusText("spy", failed, "1704200000.5")).map((line) => line.replace(/,version.*\}/, "}")),
      [
        'batch_signal_last_run_success{name="spy"} 0',
        'batch_signal_last_run_exit_code{name="spy"} 4',
        'batch_signal_last_run_timestamp_seconds{name="spy"} 1704300000.25',
        'batch_signal_last_success_timestamp_seconds{name="spy"} 1704200000.5',
        'batch_signal_last_run_duration_seconds{name="spy"} 1.235',
        'batch_signal_info{name="spy"} 1',
      ],
    );
    assert(!prometheusText("spy", failed, undefined).includes("last_success"));
    // Without timestamps and gates there is nothing to say of them.
    const plain = prometheusText("spy", { ...RUN, figures: { ...FIGURES, latest: undefined, gates: [] } }, undefined);
    assert(!plain.includes("candle") && !plain.includes("gate"));
  },
);

Deno.test({
  name: "prometheus: the last success is read from a file of ours alone",
  permissions: { read: true, env: true },
}, () => {
  const text = prometheusText("spy", RUN, undefined);
  assertEquals(lastSuccessIn(text, "spy"), "1704300000.25");
  assertEquals(lastSuccessIn(prometheusText('a"b\\c', RUN, undefined), 'a"b\\c'), "1704300000.25");
  const foreign = [
    undefined,
    "",
    text.slice(0, -1),
    `${text}up 1\n`,
    `# a note\n${text}`,
    text.replace(
      "1704300000.25\n# HELP batch_signal_last_run_duration",
      "1e300\n# HELP batch_signal_last_run_duration",
    ),
    text.replace('success_timestamp_seconds{name="spy"} ', 'success_timestamp_seconds{name="spy"}  '),
  ];
  for (const one of foreign) assertEquals(lastSuccessIn(one, "spy"), undefined, one);
  assertEquals(lastSuccessIn(text, "qqq"), undefined);
});

const FLAGS = [...JOB_FLAGS, "--prometheus", "spy.prom"];
const valueOf = (text: string | undefined, gauge: string) =>
  text?.split("\n").find((line) => line.startsWith(`batch_signal_${gauge}{name="spy"}`))?.split(" ").at(-1);
const CONFIG = (...lines: readonly string[]) =>
  ["seed: 1", "window: 2", "version: v1", ...lines].map((line) => `${line}\n`).join("");

Deno.test("prometheus: one file after a success, a failed gate, an invalid row and a config that is none", async () => {
  using folder = new Folder({ "config.yaml": CONFIG("min_rows: 4") });
  const before = Date.now() / 1000;
  const run = async () => [(await folder.run(FLAGS)).code, folder.read("spy.prom")] as const;
  const [code, first] = await run();
  assertEquals([code, valueOf(first, "last_run_success"), valueOf(first, "rows")], [0, "1", "4"]);
  assertEquals(valueOf(first, "input_bytes"), String(folder.read("in.csv")?.length));
  const success = valueOf(first, "last_success_timestamp_seconds");
  assert(Number(success) >= before && Number(success) <= Date.now() / 1000);

  folder.write("config.yaml", CONFIG("min_rows: 5"));
  const [gated, second] = await run();
  assertEquals([gated, valueOf(second, "last_run_exit_code"), valueOf(second, "rows")], [6, "6", "4"]);
  assert(second?.includes('batch_signal_gate_success{name="spy",gate="min_rows"} 0\n'));
  assertEquals(valueOf(second, "last_success_timestamp_seconds"), success);

  folder.write("in.csv", "t,close\n1,x\n");
  const [invalid, third] = await run();
  assertEquals([invalid, valueOf(third, "last_run_exit_code"), valueOf(third, "rows")], [4, "4", undefined]);
  assert(third?.includes('config_version="v1"'));
  assertEquals(valueOf(third, "last_success_timestamp_seconds"), success);

  folder.write("config.yaml", "window: x\n");
  const [unreadable, fourth] = await run();
  assertEquals([unreadable, valueOf(fourth, "last_run_exit_code")], [3, "3"]);
  assert(fourth?.includes('config_version="unknown"'));
  assertEquals(valueOf(fourth, "last_success_timestamp_seconds"), success);
  assertEquals(folder.names().filter((name) => name.includes("tmp")), []);
});

Deno.test("prometheus: a run that fails when all is read has no result", async () => {
  const config = CONFIG("invalid_rows: skip", "max_invalid_rows: 10%");
  using folder = new Folder({ "in.csv": "close\n1\n2\nx\n4\n", "config.yaml": config });
  assertEquals((await folder.run(FLAGS)).code, 4);
  const text = folder.read("spy.prom");
  assertEquals([valueOf(text, "last_run_exit_code"), valueOf(text, "rows")], ["4", undefined]);
});

Deno.test("prometheus: a run that is killed leaves the file of the night before", async () => {
  using folder = new Folder({ "spy.prom": "old\n" });
  const child = folder.spawn(["-i", "-", ...FLAGS.slice(2)]);
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode("t,close\n1,1\n"));
  await until(() => (folder.read("run.log") ?? "").includes("plan made"));
  child.kill("SIGKILL");
  await writer.close().catch(() => {});
  await child.output();
  assertEquals(folder.read("spy.prom"), "old\n");
});

Deno.test("prometheus: a file that can't be written is told of before the candles are read", async () => {
  using folder = new Folder();
  const { code, stderr } = await folder.run([...JOB_FLAGS, "--prometheus", "gone/spy.prom"]);
  assertEquals(code, 5);
  assertMatch(stderr, /^batch-signal: gone\/spy\.prom: cannot be written: .*\n$/);
  assert(!(folder.read("run.log") ?? "").includes("plan made"));
});

const REFUSED: readonly [flags: readonly string[], message: string][] = [
  [["--prometheus", "spy.txt"], '--prometheus is "spy.txt", expected a name that ends in .prom'],
  [["--prometheus", ".prom"], '--prometheus is ".prom", expected a name that ends in .prom'],
  [["--prometheus"], "--prometheus has no value, expected --prometheus FILE"],
];

for (const [flags, message] of REFUSED) {
  Deno.test(`prometheus: refused: ${flags.join(" ")}`, async () => {
    using folder = new Folder();
    const { code, stderr } = await folder.run([...JOB_FLAGS, ...flags]);
    assertEquals([code, stderr], [2, `batch-signal: ${message}\n`]);
    assertEquals(folder.read("metrics.json"), undefined);
  });
}
