/**
 * `deploy/airflow_files_dag.py`, with Airflow from PyPI, and the tests of `deploy/airflow_command_dag.py` that need it.
 *
 * @module
 */
import { assert, assertMatch } from "@std/assert";
import { run } from "../container/process.ts";
import { CONFIGS, type Ground, Night } from "./night.ts";
import { pythonPackages } from "./packages.ts";

const DAY = "2026-01-02";

/** @returns The version. */
export async function proveAirflow(ground: Ground): Promise<string> {
  const programs = await pythonPackages(`${ground.folder}/airflow-packages`, ["apache-airflow"]);
  const night = await ground.night("airflow");
  const dag = await Deno.readTextFile(Night.recipe("airflow_files_dag.py"));
  const env = {
    PATH: `${programs}:${night.env["PATH"]}`,
    AIRFLOW_HOME: night.folder,
    AIRFLOW__CORE__DAGS_FOLDER: `${night.folder}/dags`,
    AIRFLOW__CORE__LOAD_EXAMPLES: "False",
  };
  await Deno.mkdir(`${night.folder}/dags`);
  await Deno.copyFile(Night.recipe("merge.sh"), `${night.folder}/dags/merge.sh`);
  await night.must(["airflow", "db", "migrate"], env);
  for (const { name, runs } of CONFIGS) {
    const here = dag.replace("/srv/candles/config.yaml", `${night.folder}/${name}.yaml`)
      .replace("/srv/candles/files", `${night.folder}/candles`).replace(
        "/srv/candles/nights",
        `${night.folder}/${name}`,
      )
      .replace("timedelta(minutes=1)", "timedelta(seconds=0)");
    assert(!here.includes("/srv/"));
    await Deno.writeTextFile(`${night.folder}/dags/files.py`, here);
    const { stdout, stderr } = await night.run(["airflow", "dags", "test", "batch_signal_files", DAY], env);
    const told = stdout + stderr;
    night.checkSum(name, night.read(`${name}/${DAY}/ALL.json`));
    assertMatch(told, runs < CONFIGS[0].runs ? /state[:=]\s*'?(?:\w+\.)?failed/i : /state[:=]\s*'?(?:\w+\.)?success/i);
    if (runs < CONFIGS[0].runs) Night.checkTold(told);
  }
  night.checkTries();
  const test = ["test", "--no-check", "--allow-read", "--allow-write", "--allow-run", "--allow-env"];
  const { code, stdout } = await run(
    [Deno.execPath(), ...test, "--filter=airflow: dags test", `${import.meta.dirname}/../deploy/airflow_test.ts`],
    { PATH: `${programs}:${Deno.env.get("PATH")}`, NO_COLOR: "1" },
  );
  assert(code === 0 && /^ok \| 3 passed/m.test(stdout), stdout);
  return `Airflow ${(await night.must(["airflow", "version"], env)).split("\n").at(-1)}`;
}
