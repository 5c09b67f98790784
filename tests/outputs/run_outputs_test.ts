import { assertEquals, assertRejects } from "@std/assert";
import { cannotWrite } from "../../lib/errors.ts";
import { RunOutputs } from "../../lib/outputs/run_outputs.ts";
import { Folder, IS_BINARY, JOB_FLAGS, until } from "../command.ts";

/** A file that tells what is done with it, and whose commit fails where asked to. */
class FakeFile {
  readonly done: string[] = [];
  constructor(readonly failure?: Error) {}
  drain = () => Promise.resolve();
  commit = () => {
    this.done.push("commit");
    return this.failure === undefined ? Promise.resolve() : Promise.reject(this.failure);
  };
  discard = () => void this.done.push("discard");
}

Deno.test("outputs: a commit is tried once, whatever becomes of it", async () => {
  for (const failure of [undefined, cannotWrite("f", new Error("broken"))]) {
    const outputs = new RunOutputs();
    const file = outputs.add("signals", "f", new FakeFile(failure));
    if (failure === undefined) await outputs.commit();
    else await assertRejects(() => outputs.commit(), Error, "f: cannot be written: broken");
    await outputs.commit();
    assertEquals(file.done, ["commit"]);
    if (failure !== undefined) assertEquals(await outputs.abandon(["signals"]), []);
  }
});

Deno.test("outputs: rejects are put in place before signals, and one that fails keeps back what follows", async () => {
  const outputs = new RunOutputs();
  const signals = outputs.add("signals", "s", new FakeFile());
  const rejects = outputs.add("rejects", "r", new FakeFile(cannotWrite("r", new Error("broken"))));
  await assertRejects(() => outputs.commit(), Error, "r: cannot be written: broken");
  assertEquals([rejects.done, signals.done], [["commit"], []]);
});

Deno.test("outputs: a file that was given up is not committed", async () => {
  const outputs = new RunOutputs();
  const file = outputs.add("signals", "f", new FakeFile());
  assertEquals(await outputs.abandon([]), []);
  await outputs.commit();
  assertEquals(file.done, ["discard"]);
});

Deno.test("outputs: what is in its place is taken back, unless it is kept", async () => {
  using folder = new Folder({ "signals.csv": "", "rejects.csv": "" });
  const outputs = new RunOutputs();
  for (const name of ["signals", "rejects"] as const) outputs.add(name, folder.of(`${name}.csv`), new FakeFile());
  await outputs.commit();
  assertEquals(await outputs.abandon(["rejects"]), []);
  assertEquals(folder.names().filter((name) => name.endsWith("s.csv")), ["rejects.csv"]);
});

Deno.test("outputs: all are given up, whatever becomes of one, and every failure is told", async () => {
  const outputs = new RunOutputs();
  const rejects = outputs.add("rejects", "r", new FakeFile(cannotWrite("r", new Error("broken"))));
  const signals = outputs.add("signals", "s", new FakeFile(cannotWrite("s", new Error("broken"))));
  const failures = await outputs.abandon(["rejects", "signals"]);
  assertEquals([rejects.done, signals.done], [["commit"], ["commit"]]);
  assertEquals(failures.map(({ message }) => message), [
    "s: cannot be written: broken",
    "r: cannot be written: broken",
  ]);
});

const SKIPPING = 'seed: 42\nwindow: 2\nversion: "v1"\ninvalid_rows: skip\nmax_invalid_rows: 100%\n';
const FLAGS = [...JOB_FLAGS, "--signals", "signals.csv", "--rejects", "rejects.csv"];
const LEFT = ["config.yaml", "in.csv", "metrics.json", "run.log"];

Deno.test("outputs: rejects stay when the run fails for anything but them, and signals do not", async () => {
  using folder = new Folder({ "in.csv": 'close\n1\nx\n2\n"3', "config.yaml": SKIPPING });
  const { code, stderr } = await folder.run(FLAGS);
  assertEquals([code, stderr], [
    4,
    "batch-signal: in.csv:5: a quoted field is not closed before the end of the file, expected a closing quote\n",
  ]);
  assertEquals(folder.read("rejects.csv"), 'line,reason,record\n3,"close is ""x"", expected a decimal number","x"\n');
  assertEquals(folder.names(), [...LEFT, "rejects.csv"].sort());
});

Deno.test("outputs: a share of invalid rows that is too large leaves the rejects, and no signals", async () => {
  using folder = new Folder({ "in.csv": "close\n1\nx\n2\n", "config.yaml": SKIPPING.replace("100%", "33%") });
  const { code, stderr } = await folder.run(FLAGS);
  assertEquals([code, stderr], [
    4,
    "batch-signal: in.csv: 1 of 3 rows are invalid, expected at most 0 (33%); write max_invalid_rows: 1 if so many may be left out\n",
  ]);
  assertEquals(folder.names(), [...LEFT, "rejects.csv"].sort());
});

Deno.test("outputs: a run that fails before it has skipped a row leaves no rejects", async () => {
  using folder = new Folder({ "config.yaml": SKIPPING });
  const missing = await folder.run(["-i", "none.csv", ...FLAGS.slice(2)]);
  assertEquals([missing.code, missing.stderr], [
    5,
    "batch-signal: none.csv: cannot be read: no such file or directory\n",
  ]);
  assertEquals(folder.names(), LEFT);
});

Deno.test("outputs: a large file whose layout is another leaves nothing, on several threads too", async () => {
  const rows = "1,2,3\n".repeat(4_000_000);
  using folder = new Folder({ "in.csv": `a,b,c\n${rows}`, "config.yaml": `${SKIPPING}layout: kraken\n` });
  const { code } = await folder.run([...FLAGS, "--threads", "2"]);
  assertEquals([code, folder.names()], [4, LEFT]);
});

Deno.test({
  name: "outputs: an interrupted run leaves neither signals nor rejects",
  ignore: Deno.build.os === "windows",
}, async () => {
  using folder = new Folder({ "config.yaml": SKIPPING });
  const child = folder.spawn(["-i", "-", ...FLAGS.slice(2)]);
  const input = child.stdin.getWriter();
  await input.write(new TextEncoder().encode(`close\n${"1\nx\n".repeat(100_000)}`));
  await until(() => folder.names().filter((name) => name.endsWith(".tmp")).length === 2);
  child.kill("SIGTERM");
  const { code, stderr } = await child.output();
  await input.abort().catch(() => {});
  assertEquals([code, new TextDecoder().decode(stderr)], [143, "batch-signal: interrupted by SIGTERM\n"]);
  assertEquals(folder.names(), LEFT);
});

Deno.test({
  name: "outputs: rejects that find no room are one line, while they are written and beside another failure",
  ignore: Deno.build.os !== "linux" || IS_BINARY,
}, async () => {
  const reject = `${"x".repeat(1000)}\n`;
  const limited = "unset DENO_COVERAGE_DIR; trap '' XFSZ; ulimit -f 16; exec $JOB";
  const written = "batch-signal: rejects.csv: cannot be written: file too large\n";
  const flags = [...JOB_FLAGS, "--rejects", "rejects.csv"];
  using folder = new Folder({ "in.csv": `close\n1\n2\n${reject.repeat(3000)}`, "config.yaml": SKIPPING });
  const early = await folder.shell(limited, flags);
  assertEquals([early.code, early.stderr, folder.names()], [5, written, LEFT]);

  folder.write("config.yaml", SKIPPING.replace("100%", "20"));
  const late = await folder.shell(limited, flags);
  const [first, ...more] = late.stderr.trimEnd().split("\n");
  assertEquals([late.code, first?.endsWith(": invalid row 21, expected at most 20"), more], [4, true, [
    written.trim(),
  ]]);
  assertEquals(folder.names(), LEFT);
});
