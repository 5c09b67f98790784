/**
 * `deploy/alerts.yaml` and the files of `--prometheus`, by Prometheus' own tool.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { Folder, JOB_FLAGS } from "../command.ts";

const ROOT = new URL("../../", import.meta.url);
const hasPromtool = runs("promtool");
const SKIPPED = hasPromtool ? "" : " (skipped: promtool is not here)";

function runs(program: string): boolean {
  try {
    return new Deno.Command(program, { args: ["--version"], stdout: "null", stderr: "null" }).outputSync().success;
  } catch {
    return false;
  }
}

const EXPORTER = "prometheus-node-exporter";
const GATEWAY = "prometheus-pushgateway";
const hasExporter = runs(EXPORTER) && runs("curl");
const hasGateway = runs(GATEWAY) && runs("curl");

async function promtool(folder: Folder, args: readonly string[], input = ""): Promise<readonly [number, string]> {
  const child = new Deno.Command("promtool", {
    args: [...args],
    cwd: folder.path,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input)).catch(() => {});
  await writer.close().catch(() => {});
  const { code, stdout, stderr } = await child.output();
  return [code, new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr)];
}

Deno.test({ name: `alerts: each fires when it should, and not before${SKIPPED}`, ignore: !hasPromtool }, async () => {
  const read = (path: string) => Deno.readTextFileSync(new URL(path, ROOT));
  using folder = new Folder({
    "alerts.yaml": read("deploy/alerts.yaml"),
    "cases.yaml": read("tests/deploy/alerts_cases.yaml"),
  });
  const [checked, why] = await promtool(folder, ["check", "rules", "alerts.yaml"]);
  assertEquals(checked, 0, why);
  const [code, told] = await promtool(folder, ["test", "rules", "cases.yaml"]);
  assertEquals(code, 0, told);
});

Deno.test({ name: `alerts: promtool finds nothing in the files of runs${SKIPPED}`, ignore: !hasPromtool }, async () => {
  const config = 'seed: 1\nwindow: 2\nversion: "a \\"b\\" \\\\"\ntimestamp_column: t\nmin_rows: 1\nmax_age: 1h\n';
  using folder = new Folder({ "in.csv": "t,close\n2024-01-01,1\n2024-01-02,2\n", "config.yaml": config });
  for (const flags of [[], ["--now", "2024-01-02"], ["--threads", "1", "-i", "missing.csv"]]) {
    await folder.run([...JOB_FLAGS, ...flags, "--prometheus", 'a "b".prom']);
    const text = folder.read('a "b".prom') ?? "";
    assertEquals(text.endsWith("\n"), true);
    assertEquals(await promtool(folder, ["check", "metrics"], text), [0, ""]);
  }
});

/** What stands there, once someone answers. */
async function pageAt(url: string): Promise<string> {
  const args = ["--silent", "--retry", "50", "--retry-delay", "1", "--retry-connrefused", "--max-time", "60", url];
  const { stdout } = await new Deno.Command("curl", { args }).output();
  return new TextDecoder().decode(stdout);
}

Deno.test({
  name: `alerts: a node exporter shows the files of two jobs${
    hasExporter ? "" : ` (skipped: ${EXPORTER} or curl is not here)`
  }`,
  ignore: !hasExporter,
}, async () => {
  using folder = new Folder();
  for (const name of ["spy", "btc"]) await folder.run([...JOB_FLAGS, "--prometheus", `${name}.prom`]);
  // Any that is free will do, and one that is not makes the exporter stop.
  const port = 20_000 + Math.floor(10_000 * Math.random());
  const exporter = new Deno.Command(EXPORTER, {
    args: [
      ...[`--web.listen-address=127.0.0.1:${port}`, "--collector.disable-defaults", "--collector.textfile"],
      `--collector.textfile.directory=${folder.path}`,
    ],
    stdout: "null",
    stderr: "null",
  }).spawn();
  try {
    const page = await pageAt(`http://127.0.0.1:${port}/metrics`);
    assertEquals(/^node_textfile_scrape_error 0$/m.test(page), true);
    for (const name of ["spy", "btc"]) {
      for (const gauge of ["last_run_success", "last_success_timestamp_seconds", "rows", "info"]) {
        assertEquals(
          new RegExp(`^batch_signal_${gauge}\\{[^}]*name="${name}"`, "m").test(page),
          true,
          `${gauge} ${name}`,
        );
      }
    }
  } finally {
    exporter.kill();
    await exporter.status;
  }
});

Deno.test({
  name: `alerts: a push gateway takes the file${hasGateway ? "" : ` (skipped: ${GATEWAY} or curl is not here)`}`,
  ignore: !hasGateway,
}, async () => {
  using folder = new Folder();
  await folder.run([...JOB_FLAGS, "--prometheus", "spy.prom"]);
  const port = 30_000 + Math.floor(10_000 * Math.random());
  const url = `http://127.0.0.1:${port}/metrics`;
  const gateway = new Deno.Command(GATEWAY, {
    args: [`--web.listen-address=127.0.0.1:${port}`],
    stdout: "null",
    stderr: "null",
  }).spawn();
  try {
    await pageAt(url);
    const push = ["--silent", "--show-error", "--fail", "--data-binary", "@spy.prom", `${url}/job/batch-signal`];
    const { success, stderr } = await new Deno.Command("curl", { args: push, cwd: folder.path }).output();
    assertEquals([success, new TextDecoder().decode(stderr)], [true, ""]);
    const page = await pageAt(url);
    assertEquals(/^batch_signal_rows\{[^}]*job="batch-signal",name="spy"\} 4$/m.test(page), true);
  } finally {
    gateway.kill();
    await gateway.status;
  }
});
