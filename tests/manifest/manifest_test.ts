import { assert, assertEquals, assertMatch } from "@std/assert";
import { bytesOf, gzipOf, zipOf, zstdOf } from "../inputs/compressed.ts";
import { CANDLES, Folder, JOB_FLAGS } from "../command.ts";

const FLAGS = [...JOB_FLAGS, "--manifest", "m.json"];
const OK = ["rows_processed", "rows_with_mean", "signals_1", "skipped_rows"].map((name) => `rerun: ${name}: ok\n`);

/** The digests of a manifest by name, and the text without those of the metrics. */
function digestsIn(folder: Folder): Record<string, string> {
  const { subject, predicate } = JSON.parse(folder.read("m.json") ?? "");
  const files: { name: string; digest: { sha256: string } }[] = [
    ...subject,
    ...predicate.buildDefinition.resolvedDependencies,
  ];
  return Object.fromEntries(files.map(({ name, digest }) => [name, digest.sha256]));
}

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

Deno.test("manifest: of each format and compression, the digests are those of the files, and a run again gives the same", async () => {
  const rows = Array.from({ length: 3000 }, (_, n) => `${n},${(n * 7) % 101}\n`).join("");
  const text = `t,close\n${rows}x\n`;
  const inputs = {
    "in.csv": bytesOf(text),
    "in.gz": gzipOf(text),
    "in.zst": zstdOf(text),
    "in.zip": zipOf([{ name: "x", text }]),
  };
  using folder = new Folder({ ...inputs, "config.yaml": 'seed: 1\nwindow: 3\nversion: "v1"\ninvalid_rows: skip\n' });
  for (const input of Object.keys(inputs)) {
    for (const signals of ["s.csv", "s.csv.gz", "s.jsonl", "s.parquet"]) {
      const outputs = ["-o", "metrics.json", "-l", "run.log", "--signals", signals, "--rejects", "r.csv"];
      const ran = await folder.run(["-q", "-i", input, "-c", "config.yaml", ...outputs, "--manifest", "m.json"]);
      assertEquals([ran.code, ran.stderr], [0, ""]);
      const digests = digestsIn(folder);
      assertEquals(Object.keys(digests), ["metrics.json", signals, "r.csv", input, "config.yaml"]);
      for (const [name, digest] of Object.entries(digests)) {
        assertEquals(digest, await digestOf(Deno.readFileSync(folder.of(name))), name);
      }
      const verified = await folder.run(["verify", "m.json", "--rerun"]);
      const lines = Object.keys(digests).map((name) => `${name}: ok\n`).join("");
      assertEquals(verified, { code: 0, stdout: `${lines}${OK.join("")}rerun: ${signals}: ok\n`, stderr: "" });
    }
  }
});

Deno.test("manifest: the text of one, which a second run repeats but for the digest of the metrics", async () => {
  using folder = new Folder();
  const runs: string[] = [];
  for (let n = 0; n < 2; n++) {
    assertEquals((await folder.run(FLAGS)).code, 0);
    const metrics = digestsIn(folder)["metrics.json"] ?? "";
    runs.push((folder.read("m.json") ?? "").replace(metrics, "METRICS").replace(/"bytes": 1\d\d/, '"bytes": 1NN'));
  }
  assertEquals(runs[0], runs[1]);
  assertEquals(
    JSON.parse((runs[0] ?? "").replace("1NN", "100").replace(/"version": \{[^}]*\}/, '"version": {}')),
    {
      _type: "https://in-toto.io/Statement/v1",
      subject: [{
        name: "metrics.json",
        digest: { sha256: "METRICS" },
        annotations: { bytes: 100, rows_processed: 4, rows_with_mean: 3, signals_1: 2, skipped_rows: 0 },
      }],
      predicateType: "https://slsa.dev/provenance/v1",
      predicate: {
        buildDefinition: {
          buildType: "pkg:generic/batch-signal#run-v1",
          externalParameters: {
            inputs: ["in.csv"],
            config: "config.yaml",
            output: "metrics.json",
            settings: { seed: 42, window: 2, version: "v1" },
          },
          resolvedDependencies: [
            {
              name: "in.csv",
              digest: { sha256: await digestOf(new TextEncoder().encode(CANDLES)) },
              annotations: { bytes: CANDLES.length },
            },
            {
              name: "config.yaml",
              digest: { sha256: await digestOf(Deno.readFileSync(folder.of("config.yaml"))) },
              annotations: { bytes: 33 },
            },
          ],
        },
        runDetails: { builder: { id: "pkg:generic/batch-signal", version: {} } },
      },
    },
  );
  assertMatch(runs[0] ?? "", /"batch_signal": "\d+\.\d+\.\d+",\s+"commit": "[^"]+",\s+"deno": "\d+\./);
});

Deno.test("manifest: the report is named as other outputs are, and verify looks at it", async () => {
  using folder = new Folder();
  assertEquals((await folder.run([...FLAGS, "--report", "report.html"])).code, 0);
  assertEquals(Object.keys(digestsIn(folder)), ["metrics.json", "report.html", "in.csv", "config.yaml"]);
  assertEquals(digestsIn(folder)["report.html"], await digestOf(Deno.readFileSync(folder.of("report.html"))));
  const { predicate } = JSON.parse(folder.read("m.json") ?? "");
  assertEquals(predicate.buildDefinition.externalParameters.report, "report.html");
  folder.write("report.html", "other");
  const { code, stdout } = await folder.run(["verify", "m.json"]);
  assertEquals([code, stdout], [6, "metrics.json: ok\nreport.html: differs\nin.csv: ok\nconfig.yaml: ok\n"]);
  const outside = await folder.run([...FLAGS, "--report", "../report.html"]);
  assertEquals([outside.code, outside.stderr.split("\n")[0]], [
    2,
    "batch-signal: --report ../report.html leads out of the current folder, expected a path below it, for the manifest " +
    "to name it; start the run in a folder that holds all its files",
  ]);
});

Deno.test("manifest: a large file is hashed beside the reading, several are in their order, and a pipe has a digest too", async () => {
  const large = `close\n${"1.25\n2.5\n".repeat(1_200_000)}`;
  using folder = new Folder({ "large.csv": large, "in.csv": "close\n1\n2\n" });
  const flags = ["-i", "large.csv", "in.csv", "-", "-c", "config.yaml", "-o", "metrics.json", "-l", "run.log"];
  const ran = await folder.run([...flags, "-q", "--manifest", "m.json"], "close\n5\n");
  assertEquals([ran.code, ran.stderr], [0, ""]);
  const digests = digestsIn(folder);
  assertEquals(Object.keys(digests), ["metrics.json", "large.csv", "in.csv", "-", "config.yaml"]);
  assertEquals(digests["large.csv"], await digestOf(new TextEncoder().encode(large)));
  assertEquals(digests["-"], await digestOf(new TextEncoder().encode("close\n5\n")));
  const verified = await folder.run(["verify", "m.json"]);
  assertEquals(verified, {
    code: 0,
    stdout: "metrics.json: ok\nlarge.csv: ok\nin.csv: ok\n-: not checked, it was no file\nconfig.yaml: ok\n",
    stderr: "",
  });
  assertEquals(await folder.run(["verify", "m.json", "--rerun"]), {
    code: 4,
    stdout: "",
    stderr:
      `batch-signal: m.json: the run read "-", which can't be read again, expected inputs that are files for --rerun\n`,
  });
});

Deno.test("manifest: a run over symbols, each a file, and one with gates and an interval give the same again", async () => {
  using folder = new Folder({ "a.csv": "close\n1\n2\n", "b.csv": "close\n5\n7\n9\n" });
  for (const keys of ["inputs: symbols", "min_rows: 1\nconfidence: 95%\nwarmup: exclude"]) {
    folder.write("config.yaml", `seed: 1\nwindow: 2\nversion: "v1"\n${keys}\n`);
    const files = ["-i", "a.csv", "b.csv", "-c", "config.yaml", "-o", "metrics.json", "-l", "run.log"];
    const ran = await folder.run([...files, "--signals", "s.csv", "--manifest", "m.json", "-q"]);
    assertEquals([ran.code, ran.stderr], [0, ""]);
    const verified = await folder.run(["verify", "m.json", "--rerun"]);
    assertEquals(
      [verified.code, verified.stdout.endsWith(`${OK.join("")}rerun: s.csv: ok\n`)],
      [0, true],
      verified.stdout,
    );
  }
});

Deno.test("manifest: a run that fails leaves none, and takes away the one of an earlier run", async () => {
  const failing: [config: string, input: string, code: number][] = [
    ['seed: 1\nwindow: 2\nversion: "v1"\n', "close\n1\nx\n", 4],
    ["seed: 1\n", CANDLES, 3],
    ['seed: 1\nwindow: 2\nversion: "v1"\nmin_rows: 100\n', CANDLES, 6],
  ];
  for (const [config, input, code] of failing) {
    using folder = new Folder({ "config.yaml": config, "in.csv": input, "m.json": "old" });
    assertEquals((await folder.run([...FLAGS, "--signals", "s.csv"])).code, code);
    assertEquals(folder.names(), ["config.yaml", "in.csv", "metrics.json", "run.log"]);
  }
});

Deno.test("manifest: what it can't name is refused before anything is written", async () => {
  using folder = new Folder({ "metrics.json": "old", "m.json": "old" });
  const sub = (flags: readonly string[], from: string, to: string) => flags.map((word) => word === from ? to : word);
  const refused: [flags: readonly string[], what: string][] = [
    [sub(FLAGS, "in.csv", folder.of("in.csv")), `--input ${folder.of("in.csv")}`],
    [sub(FLAGS, "config.yaml", "../config.yaml"), "--config ../config.yaml"],
    [sub(FLAGS, "metrics.json", "/tmp/metrics.json"), "--output /tmp/metrics.json"],
    [[...FLAGS, "--signals", "a/../../s.csv"], "--signals a/../../s.csv"],
  ];
  for (const [flags, what] of refused) {
    assertEquals(await folder.run(flags), {
      code: 2,
      stdout: "",
      stderr:
        `batch-signal: ${what} leads out of the current folder, expected a path below it, for the manifest to name it; ` +
        "start the run in a folder that holds all its files\n",
    });
  }
  assertEquals([folder.read("metrics.json"), folder.read("m.json")], ["old", "old"]);
  const same = await folder.run([...JOB_FLAGS, "--manifest", "metrics.json"]);
  assertEquals([same.code, same.stderr], [
    2,
    'batch-signal: --manifest and --output are the same file "metrics.json", expected different files\n',
  ]);
  const device = await folder.run([...JOB_FLAGS, "--manifest", "/dev/null"]);
  assert(
    device.code === 5 && device.stderr.includes("/dev/null: cannot be written: it is not a regular file"),
    device.stderr,
  );
});

Deno.test(
  { name: "manifest: what its page shows is what the commands do", ignore: Deno.build.os === "windows" },
  async () => {
    const root = new URL("../../", import.meta.url);
    const read = (path: string) => Deno.readFileSync(new URL(path, root));
    const page = new TextDecoder().decode(read("docs/manifest.md"));
    const [commands = "", shown = "", check = ""] = [...page.matchAll(/^```text\n(.*?)^```$/gms)].map(([, text]) =>
      text
    );
    using folder = new Folder({ "data.csv": read("data.csv"), "config.yaml": read("config.yaml") });
    const [run = "", verify = ""] = commands.split("\n").map((line) => line.replace("batch-signal ", ""));
    assertEquals((await folder.run(run.split(" "))).code, 0);
    assertEquals(await folder.run(verify.split(" ")), { code: 0, stdout: shown, stderr: "" });
    const { code, stdout } = await folder.shell(check.replace("deno ", `"${Deno.execPath()}" `));
    assertEquals([code, stdout], [0, "metrics.json: OK\nsignals.csv: OK\ndata.csv: OK\nconfig.yaml: OK\n"]);
  },
);
