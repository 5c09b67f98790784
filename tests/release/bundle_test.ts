import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { gunzipSync, gzipSync } from "node:zlib";
import manifest from "../../deno.json" with { type: "json" };
import {
  AHEAD_WORKER,
  BUNDLE,
  DEFLATE_WORKER,
  HASH_WORKER,
  LICENCES,
  LINES,
  makeBundle,
  ROOMS,
  SHARED,
  withWorkers,
  WORKER,
} from "../../tools/release/bundle.ts";
import { packagesAmong } from "../../tools/release/packages.ts";
import { copyTree } from "../copy.ts";
import { CONFIG, Folder, JOB_FLAGS } from "../command.ts";

const COMMIT = "0123456789ab";
const PERMISSIONS = ["--no-prompt", "--allow-read", "--allow-write"];

/** Lays out a bundle in a folder that has nothing else. */
async function withBundle(test: (folder: Folder) => Promise<void>): Promise<void> {
  using folder = new Folder();
  for (const [name, bytes] of (await makeBundle(COMMIT)).files) folder.write(name, bytes);
  await test(folder);
}

async function run(program: string, args: readonly string[], folder: Folder, env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    cwd: folder.path,
    env: { NO_COLOR: "1", ...env },
  }).output();
  return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}

Deno.test("bundle: the program, what it loads on demand, the worker, licences, and nothing of where it was made", async () => {
  const { files, packages } = await makeBundle(COMMIT);
  assertEquals(
    [...files.keys()].sort(),
    [AHEAD_WORKER, LICENCES, LINES, BUNDLE, DEFLATE_WORKER, HASH_WORKER, ROOMS, SHARED, WORKER].sort(),
  );
  for (const [name, bytes] of files) {
    const text = new TextDecoder().decode(bytes);
    assertEquals(
      text.match(/sourceMappingURL|node_modules|file:\/\/|\/tmp\/|batch-signal-packages|npm:|jsr:/g),
      null,
      name,
    );
    const imported = [...text.matchAll(/(?:\bfrom|\bimport\(?)\s*"([^"]+)"/g)].map(([, from = ""]) => from);
    assertEquals(imported.filter((from) => !files.has(from.replace("./", ""))), [], name);
  }
  const ids = packages.map(({ id }) => id.replace(/@[^@]*$/, ""));
  assertEquals(ids, ["@logtape/logtape", "deno-std", "hyparquet-writer", "hyparquet", "pure-rand"]);
  const licences = new TextDecoder().decode(files.get(LICENCES));
  const texts = licences.split(`\n${"-".repeat(80)}\n\n`);
  assertEquals(texts.map((text) => text.slice(0, text.indexOf("\n"))), packages.map(({ id }) => id));
  for (const text of texts) assertMatch(text, /^Permission is hereby granted/m);
});

Deno.test("bundle: the same sources give the same bytes in another folder", async () => {
  await withBundle(async (here) => {
    using there = new Folder();
    Deno.mkdirSync(there.of("copy"));
    for (const name of ["main.ts", "lib", "tools", "deno.json", "deno.lock", "LICENSE"]) {
      copyTree(new URL(`../../${name}`, import.meta.url), there.of(`copy/${name}`));
    }
    const args = [
      "run",
      "-A",
      there.of("copy/tools/release/bundle.ts"),
      "--commit",
      COMMIT,
      "--output",
      there.of("out"),
    ];
    const { code, stderr } = await run(Deno.execPath(), args, there);
    assertEquals([code, stderr], [0, ""]);
    const made = [...Deno.readDirSync(there.of("out"))].map(({ name }) => name);
    assertEquals(made.length > 3, true);
    // Compared outside of an assertion, which would show all of it.
    for (const name of made) assert(there.read(`out/${name}`) === here.read(name), name);
  });
});

Deno.test("bundle: runs anywhere without packages, network or cache, also what it loads on demand", async () => {
  await withBundle(async (folder) => {
    const env = { DENO_DIR: folder.of("cache") };
    const start = ["run", "--cached-only", ...PERMISSIONS, folder.of(BUNDLE)];
    assertEquals(
      await run(Deno.execPath(), [...start, "--version"], folder, env),
      {
        code: 0,
        stdout: `batch-signal ${manifest.version} (commit ${COMMIT}, deno ${Deno.version.deno})\n`,
        stderr: "",
      },
    );
    const flags = [...JOB_FLAGS, "--signals", "signals.parquet", "--log-format", "json"];
    const { code, stdout, stderr } = await run(Deno.execPath(), [...start, ...flags], folder, env);
    assertEquals([code, stderr], [0, ""]);
    assertEquals(JSON.parse(stdout).value, 0.5);
    folder.write("in.csv", "date,close\n2024-01-01,1\n2024-01-02,2\n");
    const inspected = await run(Deno.execPath(), [...start, "inspect", "in.csv"], folder, env);
    assertEquals([inspected.code, inspected.stderr], [0, ""]);
  });
});

Deno.test("bundle: what is loaded on demand loads none of the runtime's modules before it needs them", async () => {
  await withBundle(async (folder) => {
    const refuse = "process.getBuiltinModule = (name) => { throw new Error(name); };\n";
    folder.write("load.js", `${refuse}await import("./${ROOMS}");\nawait import("./${LINES}");\n`);
    const { code, stderr } = await run(Deno.execPath(), ["run", ...PERMISSIONS, folder.of("load.js")], folder);
    assertEquals([code, stderr], [0, ""]);
    // And it has them then.
    folder.write("in.csv.gz", gzipSync("close\n1\n2\n"));
    const flags = [
      "-i",
      "in.csv.gz",
      ...JOB_FLAGS.slice(2),
      "--signals",
      "signals.csv.gz",
      "--manifest",
      "manifest.json",
    ];
    const job = await run(Deno.execPath(), ["run", ...PERMISSIONS, folder.of(BUNDLE), ...flags], folder);
    assertEquals([job.code, job.stderr], [0, ""]);
  });
});

Deno.test("bundle: timestamps, symbols, patterns and threads need nothing but what each run loads", async () => {
  await withBundle(async (folder) => {
    Deno.removeSync(folder.of(ROOMS));
    folder.write("a1.csv", "t,symbol,close\n2024-01-01,A,1\n2024-01-01,B,1\n2024-01-02,A,2\n");
    folder.write("a2.csv", "t,symbol,close\n2024-01-03,A,3\n");
    folder.write("symbols.yaml", `${CONFIG}timestamp_column: t\nsymbol_column: symbol\n`);
    const start = ["run", ...PERMISSIONS, folder.of(BUNDLE)];
    const several = ["-i", "a*.csv", "-c", "symbols.yaml", ...JOB_FLAGS.slice(4)];
    // More than one segment.
    folder.write("large.csv", `t,close\n${"1,1\n1,2\n".repeat(1 << 20)}`);
    for (const flags of [several, ["-i", "large.csv", ...JOB_FLAGS.slice(2), "--threads", "2"]]) {
      const { code, stderr } = await run(Deno.execPath(), [...start, ...flags], folder);
      assertEquals([code, stderr], [0, ""], flags.join(" "));
    }
    assertMatch(folder.read("run.log") ?? "", /data ingested .* threads=2 /);
  });
});

Deno.test("bundle: lines of signals and invalid rows need no other room", async () => {
  await withBundle(async (folder) => {
    Deno.removeSync(folder.of(ROOMS));
    folder.write("a.csv", "t,close\n2024-01-01,1\n2024-01-02,2\n2024-01-03,x\n");
    folder.write("skip.yaml", `${CONFIG}timestamp_column: t\ninvalid_rows: skip\n`);
    const start = ["run", ...PERMISSIONS, folder.of(BUNDLE), "-i", "a.csv", "-c", "skip.yaml", ...JOB_FLAGS.slice(4)];
    for (const signals of ["a.csv.gz", "a.jsonl", "signals.csv"]) {
      const flags = ["--signals", signals, "--rejects", "rejects.csv"];
      assertEquals((await run(Deno.execPath(), [...start, ...flags], folder)).code, 0, signals);
    }
    assertMatch(folder.read("signals.csv") ?? "", /^row,timestamp,close,rolling_mean,signal\n1,2024-01-01,1,/);
  });
});

Deno.test("bundle: signals that are long enough for a second thread are compressed", async () => {
  await withBundle(async (folder) => {
    const closes = Array.from({ length: 60_000 }, (_, n) => `${n % 977}.25\n`);
    folder.write("in.csv", `close\n${closes.join("")}`);
    const start = ["run", "--cached-only", ...PERMISSIONS, folder.of(BUNDLE), ...JOB_FLAGS, "--quiet"];
    for (const name of ["s.csv", "s.csv.gz"]) {
      const { code, stderr } = await run(Deno.execPath(), [...start, "--signals", name], folder);
      assertEquals([code, stderr], [0, ""]);
    }
    const lines = folder.read("s.csv");
    assert(lines !== undefined && lines.length > 3 << 18);
    assert(new TextDecoder().decode(gunzipSync(Deno.readFileSync(folder.of("s.csv.gz")))) === lines);
  });
});

Deno.test("bundle: `deno install --global` of it makes a command", async () => {
  await withBundle(async (folder) => {
    const env = { DENO_DIR: folder.of("cache"), DENO_INSTALL_ROOT: folder.of("root") };
    const installed = await run(
      Deno.execPath(),
      ["install", "--global", ...PERMISSIONS, "--name", "batch-signal", folder.of(BUNDLE)],
      folder,
      env,
    );
    assertEquals(installed.code, 0, installed.stderr);
    const path = `${Deno.execPath().replace(/[/\\][^/\\]*$/, "")}:/usr/bin:/bin`;
    const { code, stdout, stderr } = await run(folder.of("root/bin/batch-signal"), JOB_FLAGS, folder, {
      ...env,
      PATH: path,
    });
    assertEquals([code, stderr], [0, ""]);
    assertEquals(JSON.parse(stdout).value, 0.5);
  });
});

Deno.test({ name: "bundle: each worker that a source starts is in it", permissions: "none" }, () => {
  const start = 'new Worker(new URL("./worker.ts", import.meta.url), { type: "module" })';
  assertEquals(
    withWorkers(`// new Worker("x")\n${start};`, "a.ts"),
    `// new Worker("x")\n${start.replace("./worker.ts", `./${WORKER}`)};`,
  );
  for (const other of [start.replace("worker.ts", "other.ts"), 'new Worker("./worker.ts")', "new Worker(url)"]) {
    assertThrows(
      () => withWorkers(other, "a.ts"),
      Error,
      "a.ts: a worker's entry can't be found, expected new Worker(new URL(\"…\", import.meta.url)",
    );
  }
});

Deno.test({ name: "bundle: the packages that files belong to", permissions: "none" }, () => {
  const files = [
    "/x/node_modules/.deno/@a+b@1.0.0/node_modules/@a/b/c.js",
    "/x/lib/d.ts",
    "/x/.deno/e@2.1.0/node_modules/e/f/g.js",
  ];
  assertEquals(packagesAmong(files), [
    { id: "@a/b@1.0.0", folder: "/x/node_modules/.deno/@a+b@1.0.0/node_modules/@a/b/" },
    { id: "e@2.1.0", folder: "/x/.deno/e@2.1.0/node_modules/e/" },
  ]);
});
