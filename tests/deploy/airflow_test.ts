/**
 * `deploy/airflow_command_dag.py`: what Airflow makes of each exit code.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { Folder } from "../command.ts";

const DAG = Deno.readTextFileSync(new URL("../../deploy/airflow_command_dag.py", import.meta.url));
const hasPython = runs("python3", "--version");
const hasAirflow = hasPython && runs("airflow", "version");

function runs(program: string, flag: string): boolean {
  try {
    return new Deno.Command(program, { args: [flag], stdout: "null", stderr: "null" }).outputSync().success;
  } catch {
    return false;
  }
}

/** Stands for Airflow: keeps the task, and runs it with each exit code. */
const STANDS_FOR_AIRFLOW = `
import sys, types
def module(name, **members):
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update(members)
class AirflowException(Exception): pass
class AirflowFailException(AirflowException): pass
class AirflowSkipException(AirflowException): pass
tasks = []
def task(**options):
    return lambda function: tasks.append((options, function)) or (lambda: None)
def dag(**options):
    return lambda function: function
module("airflow"); module("airflow.sdk", dag=dag, task=task)
module("airflow.exceptions", AirflowException=AirflowException, AirflowFailException=AirflowFailException, AirflowSkipException=AirflowSkipException)
names = {}
exec(sys.stdin.read(), names)
[(options, signal)] = tasks
print("retries", options["retries"])
def fate(code):
    names["subprocess"].run = lambda *args, **options: types.SimpleNamespace(returncode=code, stderr="why\\n", stdout="{}")
    try: return repr(signal())
    except AirflowException as error: return f"{type(error).__name__} {error}"
for code in [0, 1, 2, 3, 4, 5, 6, 130, 143]: print(code, fate(code))
names["SKIP_ON_GATE"] = True
for code in [0, 4, 6]: print("skip", code, fate(code))
`;

Deno.test({
  name: `airflow: what each exit code of the command becomes${hasPython ? "" : " (skipped: python3 is not here)"}`,
  ignore: !hasPython,
}, async () => {
  const child = new Deno.Command("python3", {
    args: ["-c", STANDS_FOR_AIRFLOW],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(DAG));
  await writer.close();
  const { stdout, stderr } = await child.output();
  const failed = (code: number) => `${code} AirflowFailException exit code ${code}: why\n`;
  const retried = (code: number) => `${code} AirflowException exit code ${code}: why\n`;
  assertEquals([new TextDecoder().decode(stdout), new TextDecoder().decode(stderr)], [
    "retries 2\n0 '{}'\n" + [1, 2, 3, 4].map(failed).join("") + retried(5) + failed(6) + retried(130) + retried(143) +
    `skip 0 '{}'\nskip ${failed(4)}skip 6 AirflowSkipException exit code 6: why\n`,
    "",
  ]);
});

/** Exit codes of the command, one after the other, and how its task ends. */
const NIGHTS: readonly [codes: readonly number[], skipsOnGate: boolean, state: string, runs: number][] = [
  [[5, 5, 0], false, "success", 3],
  [[6], true, "skipped", 1],
  [[6, 0], false, "failed", 1],
];

for (const [codes, skipsOnGate, state, times] of NIGHTS) {
  Deno.test({
    name: `airflow: dags test with the exit codes ${codes.join(", ")}${skipsOnGate ? ", skipping" : ""}${
      hasAirflow ? "" : " (skipped: airflow is not here)"
    }`,
    ignore: !hasAirflow,
  }, async () => {
    using folder = new Folder({ codes: codes.map((code) => `${code}\n`).join("") });
    const command = folder.of("batch-signal");
    // Ends with the first code that is left.
    folder.write(
      "batch-signal",
      `#!/bin/sh\ncd '${folder.path}'\necho run >>ran\ncode=$(head -1 codes)\nsed -i 1d codes\necho '{}'\nexit $code\n`,
    );
    Deno.chmodSync(command, 0o755);
    Deno.mkdirSync(folder.of("dags"));
    folder.write(
      "dags/night.py",
      DAG.replace('"batch-signal",', `"${command}",`).replace("timedelta(minutes=1)", "timedelta(seconds=0)")
        .replace("SKIP_ON_GATE = False", `SKIP_ON_GATE = ${skipsOnGate ? "True" : "False"}`),
    );
    const airflow = async (...args: readonly string[]) => {
      const { stdout, stderr } = await new Deno.Command("airflow", {
        args: [...args],
        env: {
          AIRFLOW_HOME: folder.path,
          AIRFLOW__CORE__DAGS_FOLDER: folder.of("dags"),
          AIRFLOW__CORE__LOAD_EXAMPLES: "False",
        },
        stdout: "piped",
        stderr: "piped",
      }).output();
      return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    };
    await airflow("db", "migrate");
    const told = await airflow("dags", "test", "batch_signal_command", "2026-01-02");
    assertEquals(folder.read("ran")?.split("\n").length, times + 1, told.slice(-3000));
    assert(
      new RegExp(`state[:=]\\s*'?(?:TaskInstanceState\\.|DagRunState\\.)?${state}|\\b${state}\\b`, "i").test(told),
      told.slice(-3000),
    );
  });
}
