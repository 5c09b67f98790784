/**
 * The examples in `deploy/` for many files, as far as that needs no engine: what each makes of an exit code, and the sum.
 * `deno task prove:engines` runs them with their engines.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { CONFIG, Folder, SOURCE_COMMAND } from "../command.ts";

const path = (name: string) => new URL(`../../deploy/${name}`, import.meta.url).pathname;
const text = (name: string) => Deno.readTextFileSync(path(name));
const IS_UNIX = Deno.build.os !== "windows";
const COUNTED = `${CONFIG}counts: include\ninputs: symbols\n`;
/** The exit codes that the README says no retry helps with. */
const FINAL = [1, 2, 3, 4, 6];

/** Puts a program onto the PATH of what runs in a folder. */
function program(folder: Folder, name: string, script: string): void {
  Deno.mkdirSync(folder.of("bin"), { recursive: true });
  Deno.writeTextFileSync(folder.of(`bin/${name}`), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

async function sh(folder: Folder, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { code, stdout, stderr } = await new Deno.Command("sh", {
    args: [...args],
    cwd: folder.path,
    env: { PATH: `${folder.of("bin")}:${Deno.env.get("PATH")}`, ...env },
  }).output();
  return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}

/** A folder with candles of two symbols, a folder for metrics, and batch-signal on the PATH. */
function night(): Folder {
  const folder = new Folder({ "config.yaml": COUNTED });
  for (const name of ["candles", "out", "out/metrics", "out/logs"]) Deno.mkdirSync(folder.of(name));
  folder.write("candles/A.csv", "t,close\n1,1\n2,2\n3,2\n");
  folder.write("candles/B C.csv", "t,close\n1,3\n2,4\n3,5\n4,1\n");
  program(folder, "batch-signal", `exec ${SOURCE_COMMAND.map((word) => `'${word}'`).join(" ")} "$@"`);
  return folder;
}

const runOf = (name: string) => [
  `--input=candles/${name}.csv`,
  "--config=config.yaml",
  `--output=out/metrics/${name}.json`,
  "--log-file=run.log",
];

Deno.test(
  { name: "merge.sh: a file without metrics, one that failed, and all of them", ignore: !IS_UNIX },
  async () => {
    using folder = night();
    const merge = () => sh(folder, [path("merge.sh"), "candles", "out"]);
    assertEquals((await folder.run(runOf("A"))).code, 0);
    assertEquals(await merge(), {
      code: 5,
      stdout: "",
      stderr: "merge: candles/B C.csv has no metrics: its task was killed or never began\n",
    });
    assertEquals(folder.read("out/ALL.json"), undefined);

    folder.write("candles/B C.csv", "t,close\n1,3\n2,x\n");
    assertEquals((await folder.run(runOf("B C"))).code, 4);
    const message = 'merge: metrics/B C.json: candles/B C.csv:3: close is "x", expected a decimal number\n';
    assertEquals(await merge(), { code: 4, stdout: "", stderr: message });
    const { runs, failed, rows_processed } = JSON.parse(folder.read("out/ALL.json") ?? "");
    assertEquals([runs, failed, rows_processed], [1, 1, 3]);

    folder.write("candles/B C.csv", "t,close\n1,3\n2,4\n3,5\n4,1\n");
    assertEquals((await folder.run(runOf("B C"))).code, 0);
    assertEquals(await merge(), { code: 0, stdout: "", stderr: "" });
    const sum = JSON.parse(folder.read("out/ALL.json") ?? "");
    assertEquals([sum.runs, sum.failed, sum.rows_processed, sum.signals_1], [2, 0, 7, 3]);
    assertEquals(Object.keys(sum.symbols), ["A", "B C"]);
  },
);

Deno.test({ name: "merge.sh: what does not add up has merge's exit code and message", ignore: !IS_UNIX }, async () => {
  using folder = night();
  folder.write("config.yaml", `${CONFIG}inputs: symbols\n`);
  for (const name of ["A", "B C"]) assertEquals((await folder.run(runOf(name))).code, 0);
  const { code, stderr } = await sh(folder, [path("merge.sh"), "candles", "out"]);
  const message = "the metrics have no counts, expected signals_1 and rows_with_mean; " +
    "write counts: include in the config of the run";
  assertEquals([code, stderr], [4, `batch-signal: metrics/A.json: ${message}\n`]);
});

Deno.test({ name: "parallel.sh, slurm.sh: an old folder of metrics is refused", ignore: !IS_UNIX }, async () => {
  using folder = night();
  program(folder, "sbatch", "echo called >>called");
  program(folder, "parallel", "echo called >>called");
  for (const name of ["parallel.sh", "slurm.sh"]) {
    const { code, stderr } = await sh(folder, [path(name), "config.yaml", "candles", "out"]);
    assertEquals(code, 5, name);
    assert(stderr.includes("out/metrics"), stderr);
  }
  assertEquals(folder.read("called"), undefined);
});

Deno.test({ name: "parallel.sh: what ends a task, and what is tried again", ignore: !IS_UNIX }, async () => {
  const [, task = ""] = /parallel -0 [^']*'\n(.*)'\n/s.exec(text("parallel.sh")) ?? [];
  assert(task.includes("batch-signal ") && task.includes("sleep 5"), task);
  const here = task.replaceAll("{/.}", "'B C'").replaceAll("{}", "'candles/B C.csv'").replace("sleep 5", "sleep 0");
  const env = { config: "config.yaml", out: "out" };
  using folder = night();
  assertEquals((await sh(folder, ["-c", here], env)).code, 0);
  assertEquals(JSON.parse(folder.read("out/metrics/B C.json") ?? "").rows_processed, 4);
  assert(folder.read("out/logs/B C.log")?.includes("job completed"));
  for (const code of [0, 1, 2, 3, 4, 5, 6, 127, 130, 137, 143]) {
    program(folder, "batch-signal", `exit ${code}`);
    assertEquals((await sh(folder, ["-c", here], env)).code, FINAL.includes(code) ? 0 : code);
  }
});

Deno.test({
  name: "slurm.sh: each task takes its share, and only what may help is tried again",
  ignore: Deno.build.os !== "linux",
}, async () => {
  using folder = night();
  const names = ["A", "B C", "D", "E", "F"];
  folder.write("out/files", names.map((name) => `candles/${name}.csv\n`).join(""));
  // Writes down what it is given, and ends with the code of that file.
  program(
    folder,
    "batch-signal",
    `for flag; do case $flag in --input=*) file=$\{flag#*/} ;; esac; done
echo "$file" >>ran
exit $(sed -n "s/^$file //p" codes)`,
  );
  // Slurm ends the script that asks to be started again.
  program(folder, "scontrol", 'echo "$@" >>requeued\nkill $PPID');
  const task = async (id: number, restarts: number) => {
    for (const name of ["ran", "requeued"]) folder.write(name, "");
    const { code } = await sh(folder, [path("slurm.sh"), "config.yaml", "candles", "out"], {
      SLURM_ARRAY_TASK_ID: String(id),
      SLURM_ARRAY_TASK_COUNT: "2",
      SLURM_JOB_ID: "77",
      SLURM_RESTART_COUNT: String(restarts),
    });
    return [code, folder.read("ran"), folder.read("requeued")];
  };
  folder.write("codes", "A.csv 0\nB C.csv 0\nD.csv 5\nE.csv 0\nF.csv 4\n");
  assertEquals(await task(2, 0), [0, "B C.csv\nE.csv\n", ""]);
  const STOPPED = 143;
  assertEquals(await task(1, 0), [STOPPED, "A.csv\nD.csv\nF.csv\n", "requeue 77\n"]);
  // What has ended, well or for good, is left out; after the third try nothing is left to be tried.
  assertEquals(await task(1, 1), [STOPPED, "D.csv\n", "requeue 77\n"]);
  assertEquals(await task(1, 2), [5, "D.csv\n", ""]);
  folder.write("codes", "D.csv 0\n");
  assertEquals(await task(1, 1), [0, "D.csv\n", ""]);
  for (const code of FINAL) {
    Deno.removeSync(folder.of("out/logs/task-2.ended"));
    folder.write("codes", `B C.csv ${code}\nE.csv 0\n`);
    assertEquals(await task(2, 0), [code, "B C.csv\nE.csv\n", ""]);
  }
});

Deno.test({ name: "slurm.sh: the array is as long as the files, or as TASKS says", ignore: !IS_UNIX }, async () => {
  for (const [tasks, array] of [[undefined, "1-2"], ["1", "1-1"], ["9", "1-2"]] as const) {
    using folder = night();
    for (const name of ["metrics", "logs"]) Deno.removeSync(folder.of(`out/${name}`));
    program(folder, "sbatch", 'echo "$@" >>submitted\necho 7');
    const env = tasks === undefined ? {} : { TASKS: tasks };
    const { code } = await sh(folder, [path("slurm.sh"), "config.yaml", "candles", "out"], env);
    assertEquals(code, 0);
    const [first = "", second = ""] = (folder.read("submitted") ?? "").split("\n");
    assert(first.includes(`--array=${array} `) && first.endsWith("slurm.sh config.yaml candles out"), first);
    // Whatever becomes of the tasks, their sum is made.
    assert(second.includes("--dependency=afterany:7 ") && second.endsWith("merge.sh candles out"), second);
    assertEquals(folder.read("out/files"), "candles/A.csv\ncandles/B C.csv\n");
  }
});

const hasPython = await new Deno.Command("python3", { args: ["-V"], stdout: "null", stderr: "null" }).output()
  .then(() => true, () => false);

/** Spark as far as the file uses it, and each exit code on each try. */
const STANDS_FOR_SPARK = `
import sys, types
def module(name, **members):
    sys.modules[name] = types.ModuleType(name); vars(sys.modules[name]).update(members)
attempt = 0
class TaskContext:
    get = staticmethod(lambda: types.SimpleNamespace(attemptNumber=lambda: attempt))
module("pyspark", TaskContext=TaskContext); module("pyspark.sql", SparkSession=None)
names = {"__name__": "recipe", "__doc__": None}
exec(sys.stdin.read(), names)
print(sorted(names["FINAL"]), names["TRIES"])
def fate(code):
    names["subprocess"].run = lambda *args, **options: types.SimpleNamespace(returncode=code, stderr="why\\n")
    try: return list(names["run_files"](["a.csv"], "c", "o"))
    except RuntimeError as error: return f"again: {error}"
for attempt in [0, 1, 2]:
    for code in [0, 4, 5, -9]: print(attempt, fate(code))
`;

Deno.test({
  name: `spark_files.py: what is told of, and what is tried again${hasPython ? "" : " (skipped: python3 is not here)"}`,
  ignore: !hasPython,
}, async () => {
  const child = new Deno.Command("python3", {
    args: ["-c", STANDS_FOR_SPARK],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text("spark_files.py")));
  await writer.close();
  const { stdout, stderr } = await child.output();
  const told = (code: number) => `[('a.csv', 'exit code ${code}: why')]\n`;
  const again = (code: number) => `again: a.csv: exit code ${code}: why\n`;
  const early = (n: number) => `${n} []\n${n} ${told(4)}${n} ${again(5)}${n} ${again(-9)}`;
  const last = `2 []\n2 ${told(4)}2 ${told(5)}2 ${told(-9)}`;
  assertEquals([new TextDecoder().decode(stdout), new TextDecoder().decode(stderr)], [
    `[${FINAL.join(", ")}] 3\n${early(0)}${early(1)}${last}`,
    "",
  ]);
});

Deno.test({
  name: "airflow_files_dag.py: a file that would fail again is not tried again",
  permissions: { read: true },
}, () => {
  const dag = text("airflow_files_dag.py");
  assert(dag.includes(`\nFINAL = {${FINAL.join(", ")}}\n`));
  assert(/if run\.returncode in FINAL:\n\s+raise AirflowFailException/.test(dag));
  // Whatever becomes of the files, their sum is made.
  assert(/@task\(trigger_rule="all_done"\)\n\s+def merge/.test(dag));
});

Deno.test({
  name: `mlflow_track.py is Python, and its store no folder of files${
    hasPython ? "" : " (skipped: python3 is not here)"
  }`,
  ignore: !hasPython,
}, () => {
  const { code } = new Deno.Command("python3", {
    args: ["-c", "import ast, sys; ast.parse(open(sys.argv[1]).read())", path("mlflow_track.py")],
    stderr: "null",
  }).outputSync();
  assertEquals(code, 0);
  // MLflow has given up stores of plain files.
  assert(text("mlflow_track.py").includes('set_tracking_uri("sqlite:///'));
});
