import { assert, assertEquals } from "@std/assert";
import manifest from "../../deno.json" with { type: "json" };
import { CANDLES, Folder, JOB_FLAGS } from "../command.ts";
import { recordAtEnd, Tally } from "../evidence.ts";
import { errorJson } from "../faults/honest.ts";

const denied = new Tally({
  promise: "A run has no network, no subprocesses, no environment, no system information, no native code",
  tested: "A program with the permissions of the task tries each; and system calls of a run are traced",
  sought: "things that were allowed or tried",
});
const scoped = new Tally({
  promise: "A run can be confined to its folders: files outside that it is given are neither read nor written",
  tested:
    "The job with --allow-read and --allow-write for one folder; its input, config, output and log inside and outside",
  sought: "files outside read or written",
});
recordAtEnd("security-permissions", "Permissions", [denied, scoped]);

const IS_UNIX = Deno.build.os !== "windows";
const MAIN = new URL("../../main.ts", import.meta.url).pathname;

/** What a program may try, as an expression. Each must throw. */
const ATTEMPTS = [
  'await Deno.connect({ hostname: "127.0.0.1", port: 9 })',
  'Deno.listen({ hostname: "127.0.0.1", port: 0 })',
  'await Deno.listenDatagram?.({ hostname: "127.0.0.1", port: 0, transport: "udp" }) ?? Deno.listen({ port: 0 })',
  'await Deno.connect({ path: "/run/none.sock", transport: "unix" })',
  'await Deno.resolveDns("localhost", "A")',
  'await fetch("http://127.0.0.1:18099/")',
  'await import("http://127.0.0.1:18099/x.js")',
  'new Deno.Command("true").outputSync()',
  'new Deno.Command(Deno.build.os === "windows" ? "cmd" : "/bin/sh").spawn()',
  'Deno.kill(1, "SIGURG")',
  'Deno.env.get("HOME")',
  "Deno.env.toObject()",
  'Deno.env.set("X", "y")',
  "Deno.hostname()",
  "Deno.osRelease()",
  "Deno.networkInterfaces()",
  "Deno.systemMemoryInfo()",
  "Deno.loadavg()",
  "Deno.uid()",
  'Deno.dlopen("libc.so.6", {})',
] as const;

/** The permission flags of the task that users run. */
const TASK_FLAGS = manifest.tasks.run.command.match(/--(allow|no-prompt|deny)\S*/g) ?? [];

Deno.test("security: a program with the task's permissions can only read and write files", async () => {
  assertEquals(TASK_FLAGS, ["--no-prompt", "--allow-read", "--allow-write"]);
  using folder = new Folder();
  const tries = ATTEMPTS.map((attempt) => `await attempt(${JSON.stringify(attempt)}, async () => { ${attempt}; });`);
  folder.write(
    "probe.ts",
    `// deno-lint-ignore-file
const report: Record<string, string> = {};
async function attempt(name: string, act: () => Promise<void>) {
  try { await act(); report[name] = "allowed"; } catch (error) { report[name] = (error as Error).name; }
}
${tries.join("\n")}
console.log(JSON.stringify(report));
Deno.exit(0);`,
  );
  const words = [Deno.execPath(), "run", "--no-check", ...TASK_FLAGS, "probe.ts"].map((word) => `'${word}'`);
  const { stdout, stderr } = await folder.shell(words.join(" "));
  const report: Record<string, string> = JSON.parse(stdout === "" ? `{"none": ${JSON.stringify(stderr)}}` : stdout);
  assertEquals(Object.keys(report).length, ATTEMPTS.length, stderr);
  for (const attempt of ATTEMPTS) {
    await denied.count(() => {
      // A remote import is refused with a TypeError that names the permission.
      const expected = attempt.includes("import(") ? ["NotCapable", "TypeError"] : ["NotCapable"];
      assert(expected.includes(report[attempt] ?? ""), `${attempt}: ${report[attempt]}`);
    });
  }
});

const CAN_TRACE = Deno.build.os === "linux" &&
  await new Deno.Command("strace", { args: ["-f", "true"], stdout: "null", stderr: "null" }).output()
    .then(({ success }) => success, () => false);
const unlessTraced = CAN_TRACE ? "" : " (skipped: strace can't be run here)";
if (!CAN_TRACE) denied.skip(`traces${unlessTraced}`);

/** Folders of the runtime's own caches. */
async function cacheFolder(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}

Deno.test({
  name: `security: a run starts nothing, connects to nothing${unlessTraced}`,
  ignore: !CAN_TRACE,
}, async () => {
  for (const input of [CANDLES, "t,close\n1,x\n"]) {
    await denied.count(async () => {
      using folder = new Folder({ "candles.csv": input });
      // For longer than the half second after which the runtime asks for a newer version of itself, unless told not to.
      await folder.shell(
        "rm in.csv; mkfifo in.csv; (sleep 1; cat candles.csv) > in.csv & " +
          "DENO_NO_UPDATE_CHECK=1 strace -f -e trace=network,execve,execveat,fork,vfork -o trace $JOB",
      );
      const calls = (folder.read("trace") ?? "").split("\n").map((line) => line.replace(/^\d+ +/, ""))
        .filter((line) =>
          /^(execve|execveat|fork|vfork|socket|connect|bind|listen|sendto|sendmsg|sendmmsg)\(/.test(line)
        );
      assertEquals(calls.map((call) => call.replace(/\(.*/, "")), ["execve"], calls.join("\n"));
      assert((folder.read("run.log") ?? "").includes("header read"));
    });
  }
});

Deno.test({
  name: `security: a run writes its outputs, as new files, and the runtime its cache${unlessTraced}`,
  ignore: !CAN_TRACE,
}, () =>
  denied.count(async () => {
    using folder = new Folder({ "metrics.json": "old", "run.log": "old" });
    const real = Deno.realPathSync(folder.path);
    const cache = await cacheFolder();
    await folder.shell("strace -f -y -s 300 -e trace=open,openat,creat -o trace $JOB");
    const opened = [...(folder.read("trace") ?? "").matchAll(/open(?:at)?\([^"]*"([^"]+)", (O_[A-Z_|]+)/g)]
      .map(([, path = "", flags = ""]) => ({ path, flags: flags.split("|") }))
      .filter(({ flags }) => flags.some((flag) => ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"].includes(flag)));
    const ours = opened.filter(({ path }) => path.startsWith(real));
    assertEquals(ours.length, 3);
    for (const { path, flags } of ours) {
      // A new file or none: whatever someone has put there meanwhile, a link above all, is not written to.
      for (const flag of ["O_CREAT", "O_EXCL", "O_NOFOLLOW"]) assert(flags.includes(flag), `${path}: ${flags}`);
    }
    // Where the coverage is measured, the runtime leaves it in a folder of the project.
    const coverage = new URL("../../coverage/", import.meta.url).pathname;
    const others = opened.filter(({ path }) =>
      [real, cache, coverage, "/dev/"].every((place) => !path.startsWith(place))
    );
    assertEquals(others, []);
  }));

/** Runs the job in `folder`, with permissions for that folder only. */
function confined(folder: Folder, flags: readonly string[] = JOB_FLAGS) {
  const words = [Deno.execPath(), "run", "--no-prompt", "--allow-read=.", "--allow-write=.", MAIN, ...flags];
  return folder.shell(words.map((word) => `'${word}'`).join(" "));
}

Deno.test({ name: "security: a job runs confined to its folder", ignore: !IS_UNIX }, () =>
  scoped.count(async () => {
    using folder = new Folder();
    const { code, stdout, stderr } = await confined(folder);
    assertEquals([code, stderr], [0, ""]);
    assertEquals(folder.read("metrics.json"), stdout);
    assertEquals(folder.names(), ["config.yaml", "in.csv", "metrics.json", "run.log"]);
  }));

const OUT_OF_BOUNDS = "special files and places outside the granted permissions are out of bounds";

for (const [at, what] of [[1, "input"], [3, "config"], [5, "output"], [7, "log"]] as const) {
  const isRead = what === "input" || what === "config";
  Deno.test({ name: `security: a confined job can't reach its ${what} outside`, ignore: !IS_UNIX }, async () => {
    // The runtime follows links that it reads by, and links to folders, unasked: SECURITY.md says so.
    for (const way of isRead ? ["directly"] : ["directly", "by a link"]) {
      await scoped.count(async () => {
        using outside = new Folder({ "metrics.json": "precious", "run.log": "precious" });
        using folder = new Folder();
        const target = outside.of(JOB_FLAGS[at]);
        if (way === "by a link") Deno.symlinkSync(target, folder.of("link"));
        const path = way === "by a link" ? "link" : target;
        const { code, stderr } = await confined(folder, JOB_FLAGS.map((word, n) => n === at ? path : word));
        // A link as output is replaced itself, inside.
        if (way === "directly") {
          const message = `${path}: cannot be ${isRead ? "read" : "written"}: ${OUT_OF_BOUNDS}`;
          assert(stderr.startsWith(`batch-signal: ${message}`), stderr);
          assertEquals(code, 5);
        }
        assertEquals([outside.read("metrics.json"), outside.read("run.log")], ["precious", "precious"]);
        assertEquals(outside.names(), ["config.yaml", "in.csv", "metrics.json", "run.log"]);
      });
    }
  });
}

Deno.test(
  { name: "security: what a confined job says of a file outside shows nothing of it", ignore: !IS_UNIX },
  () =>
    scoped.count(async () => {
      using outside = new Folder({ "in.csv": "secret,contents\n" });
      using folder = new Folder();
      const { stdout, stderr } = await confined(folder, ["-i", outside.of("in.csv"), ...JOB_FLAGS.slice(2)]);
      const message = `${outside.of("in.csv")}: cannot be read: ${OUT_OF_BOUNDS}; write --input - and pipe it in`;
      assertEquals(stderr, `batch-signal: ${message}\n`);
      assertEquals(stdout, errorJson(message, JSON.parse(stdout).version));
    }),
);
