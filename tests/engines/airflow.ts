/**
 * `deploy/airflow_files_dag.py`, with Airflow from PyPI, and the tests of `deploy/airflow_command_dag.py` that need it.
 *
 * @module
 */
import { assert, assertMatch } from "@std/assert";
import { CONFIGS, type Ground, Night } from "./night.ts";
import { pythonPackages, runTests } from "./packages.ts";

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
    const places = { "config.yaml": `${name}.yaml`, files: "candles", nights: name };
    const here = Object.entries(places).reduce(
      (text, [place, own]) => text.replace(`/srv/candles/${place}`, `${night.folder}/${own}`),
      dag.replace("timedelta(minutes=1)", "timedelta(seconds=0)"),
    );
    assert(!here.includes("/srv/"));
    await Deno.writeTextFile(`${night.folder}/dags/files.py`, here);
    const { stdout, stderr } = await night.run(["airflow", "dags", "test", "batch_signal_files", DAY], env);
    const told = stdout + stderr;
    night.checkSum(name, night.read(`${name}/${DAY}/ALL.json`));
    assertMatch(told, runs < CONFIGS[0].runs ? /state[:=]\s*'?(?:\w+\.)?failed/i : /state[:=]\s*'?(?:\w+\.)?success/i);
    if (runs < CONFIGS[0].runs) Night.checkTold(told);
  }
  night.checkTries();
  await runTests(programs, "airflow_test.ts", "airflow: dags test", 3);
  return `Airflow ${(await night.must(["airflow", "version"], env)).split("\n").at(-1)}`;
}
