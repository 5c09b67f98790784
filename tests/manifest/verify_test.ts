import { assertEquals } from "@std/assert";
import { Folder, JOB_FLAGS } from "../command.ts";

const IS_WINDOWS = Deno.build.os === "windows";
const FLAGS = [...JOB_FLAGS, "--signals", "s.csv", "--manifest", "m.json"];
const NAMES = ["metrics.json", "s.csv", "in.csv", "config.yaml"];
const COUNTS = ["rows_processed", "rows_with_mean", "signals_1", "skipped_rows"];

async function newRun(): Promise<Folder> {
  const folder = new Folder();
  assertEquals((await folder.run(FLAGS)).code, 0);
  return folder;
}

/** A line for each file: `ok` where nothing else is said. */
function linesOf(said: Readonly<Record<string, string>>): string {
  return NAMES.map((name) => `${name}: ${said[name] ?? "ok"}\n`).join("");
}

Deno.test("verify: each byte that is flipped is found, and so is each that is missing or one too many", async () => {
  using folder = await newRun();
  const { verify } = await import("../../lib/manifest/verify.ts");
  const { StopRequest } = await import("../../lib/stop.ts");
  const command = {
    name: "verify",
    manifest: folder.of("m.json"),
    dir: folder.path,
    isRerun: false,
    isQuiet: true,
  } as const;
  for (const name of NAMES) {
    const bytes = Deno.readFileSync(folder.of(name));
    const flipped = Array.from(bytes, (_, n) => bytes.map((byte, at) => at === n ? byte ^ (1 << (n % 8)) : byte));
    for (const wrong of [...flipped, bytes.slice(1), bytes.slice(0, -1), new Uint8Array([...bytes, 10])]) {
      folder.write(name, wrong);
      const { text, failure } = await verify(command, new StopRequest());
      assertEquals(text, linesOf({ [name]: "differs" }));
      assertEquals([failure?.exitCode, failure?.message], [
        6,
        `${folder.of("m.json")}: 1 file differs, expected all as the manifest says`,
      ]);
    }
    folder.write(name, bytes);
  }
  assertEquals(await verify(command, new StopRequest()), { text: linesOf({}), failure: undefined });
});

Deno.test("verify: what is missing or differs is counted, with --dir, and computed again where that can be", async () => {
  using folder = await newRun();
  folder.write("s.csv", "tampered");
  Deno.removeSync(folder.of("metrics.json"));
  const again = COUNTS.map((name) => `rerun: ${name}: ok\n`).join("") + "rerun: s.csv: ok\n";
  using elsewhere = new Folder();
  assertEquals(await elsewhere.run(["verify", folder.of("m.json"), "--dir", folder.path, "--rerun"]), {
    code: 6,
    stdout: linesOf({ "metrics.json": "missing", "s.csv": "differs" }) + again,
    stderr: `batch-signal: ${
      folder.of("m.json")
    }: 1 file differs, 1 file is missing, expected all as the manifest says\n`,
  });
  folder.write("in.csv", "t,close\n1,1\n2,2\n3,2\n4,4\n");
  Deno.removeSync(folder.of("config.yaml"));
  Deno.removeSync(folder.of("s.csv"));
  assertEquals(await folder.run(["verify", "m.json", "--rerun"]), {
    code: 6,
    stdout: linesOf({ "metrics.json": "missing", "s.csv": "missing", "in.csv": "differs", "config.yaml": "missing" }) +
      "rerun: not done, an input or the config is not what it was\n",
    stderr: "batch-signal: m.json: 1 file differs, 3 files are missing, the run does not give the same again, " +
      "expected all as the manifest says\n",
  });
});

Deno.test("verify: a run that counted otherwise is found by computing again", async () => {
  using folder = await newRun();
  const text = folder.read("m.json") ?? "";
  const digest = /"s\.csv",\s+"digest": \{\s+"sha256": "(\w+)"/.exec(text)?.[1] ?? "";
  folder.write("m.json", text.replace('"signals_1": 2', '"signals_1": 3').replace(digest, "0".repeat(64)));
  assertEquals(await folder.run(["verify", "m.json", "--rerun"]), {
    code: 6,
    stdout: linesOf({ "s.csv": "differs" }) +
      "rerun: rows_processed: ok\nrerun: rows_with_mean: ok\nrerun: signals_1: differs, 2 and not 3\n" +
      "rerun: skipped_rows: ok\nrerun: s.csv: differs\n",
    stderr: "batch-signal: m.json: 1 file differs, the run does not give the same again, " +
      "expected all as the manifest says\n",
  });
});

Deno.test({
  name: "verify: no link and no device leads out of the folder",
  ignore: IS_WINDOWS,
  fn: async () => {
    using folder = await newRun();
    using outside = new Folder({ "s.csv": folder.read("s.csv") ?? "" });
    const inside = { "in.csv": "kept.csv" };
    Deno.renameSync(folder.of("in.csv"), folder.of(inside["in.csv"]));
    Deno.symlinkSync(inside["in.csv"], folder.of("in.csv"));
    Deno.removeSync(folder.of("s.csv"));
    Deno.symlinkSync(outside.of("s.csv"), folder.of("s.csv"));
    Deno.removeSync(folder.of("config.yaml"));
    Deno.mkdirSync(folder.of("config.yaml"));
    Deno.removeSync(folder.of("metrics.json"));
    await new Deno.Command("mkfifo", { args: [folder.of("metrics.json")] }).output();
    assertEquals(await folder.run(["verify", "m.json"]), {
      code: 6,
      stdout: linesOf({
        "metrics.json": "differs, it is no regular file",
        "s.csv": "differs, a link leads out of the folder",
        "config.yaml": "differs, it is no regular file",
      }),
      stderr: "batch-signal: m.json: 3 files differ, expected all as the manifest says\n",
    });
    // A folder whose name begins like that of the other is outside too.
    const twin = `${folder.path}-twin`;
    Deno.mkdirSync(twin);
    try {
      Deno.writeTextFileSync(`${twin}/s.csv`, outside.read("s.csv") ?? "");
      Deno.removeSync(folder.of("s.csv"));
      Deno.symlinkSync(`${twin}/s.csv`, folder.of("s.csv"));
      const { stdout } = await folder.run(["verify", "m.json"]);
      assertEquals(stdout.includes("s.csv: differs, a link leads out of the folder\n"), true, stdout);
    } finally {
      Deno.removeSync(twin, { recursive: true });
    }
  },
});

const CANNOT: readonly [what: string, manifest: string | Uint8Array | undefined, code: number, message: string][] = [
  ["no file", undefined, 5, "m.json: cannot be read: no such file or directory"],
  ["a table", "a,b\n", 4, "m.json: the file is not JSON, expected a manifest of batch-signal"],
  [
    "metrics",
    '{"version": "v1"}',
    4,
    "m.json: _type is not https://in-toto.io/Statement/v1, expected a manifest of batch-signal",
  ],
  [
    "other bytes",
    new Uint8Array([0xff, 0xfe]),
    4,
    "m.json: the file is not UTF-8, expected a manifest of batch-signal",
  ],
];

for (const [what, manifest, code, message] of CANNOT) {
  Deno.test({ name: `verify: ${what} is no manifest`, ignore: IS_WINDOWS }, async () => {
    using folder = new Folder(manifest === undefined ? {} : { "m.json": manifest });
    assertEquals(await folder.run(["verify", "m.json"]), { code, stdout: "", stderr: `batch-signal: ${message}\n` });
  });
}

Deno.test({ name: "verify: a folder that is not there", ignore: IS_WINDOWS }, async () => {
  using folder = await newRun();
  assertEquals(await folder.run(["verify", "m.json", "--dir", "gone"]), {
    code: 5,
    stdout: "",
    stderr: "batch-signal: gone: cannot be read: no such file or directory\n",
  });
});

Deno.test("verify: a night that went on with another is computed again from its state", async () => {
  using folder = new Folder();
  assertEquals((await folder.run([...JOB_FLAGS, "--checkpoint", "one.json"])).code, 0);
  folder.write("in.csv", `${folder.read("in.csv")}5,1\n6,9\n`);
  const second = await folder.run([...FLAGS, "--resume", "one.json", "--checkpoint", "two.json"]);
  assertEquals([second.code, second.stderr], [0, ""]);
  const again = COUNTS.map((name) => `rerun: ${name}: ok\n`).join("") + "rerun: s.csv: ok\n";
  const verified = { code: 0, stdout: `${linesOf({})}one.json: ok\n${again}`, stderr: "" };
  assertEquals(await folder.run(["verify", "m.json", "--rerun"]), verified);
  using elsewhere = new Folder();
  assertEquals(await elsewhere.run(["verify", folder.of("m.json"), "--dir", folder.path, "--rerun"]), verified);
  folder.write("one.json", `${folder.read("one.json")}\n`);
  const changed = await folder.run(["verify", "m.json", "--rerun"]);
  assertEquals([changed.code, changed.stdout], [
    6,
    `${linesOf({})}one.json: differs\nrerun: not done, an input or the config is not what it was\n`,
  ]);
});

Deno.test("verify: a run with a gate that compares is computed again without its other metrics", async () => {
  using folder = new Folder();
  assertEquals((await folder.run(["-i", "in.csv", "-c", "config.yaml", "-o", "old.json", "-l", "run.log"])).code, 0);
  folder.write("config.yaml", `${folder.read("config.yaml")}max_rate_change: 5%\n`);
  assertEquals((await folder.run([...FLAGS, "--previous", "old.json"])).code, 0);
  const again = COUNTS.map((name) => `rerun: ${name}: ok\n`).join("") + "rerun: s.csv: ok\n";
  assertEquals(await folder.run(["verify", "m.json", "--rerun"]), { code: 0, stdout: linesOf({}) + again, stderr: "" });
});

Deno.test({ name: "verify: a file with the name of standard input is a file", ignore: IS_WINDOWS }, async () => {
  using folder = await newRun();
  folder.write("-", folder.read("in.csv") ?? "");
  folder.write("m.json", (folder.read("m.json") ?? "").replaceAll('"in.csv"', '"-"'));
  const { code, stdout } = await folder.run(["verify", "m.json", "--rerun"], "close\n1\n");
  assertEquals([code, stdout.endsWith("rerun: s.csv: ok\n")], [0, true], stdout);
});
