/**
 * `deploy/mlflow_track.py`, with MLflow from PyPI: sums go into its store and come out as they were.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { CONFIGS, type Ground, Night } from "./night.ts";
import { pythonPackages } from "./packages.ts";

/** Prints what is in the store. */
const ASK = `
import json, mlflow
mlflow.set_tracking_uri("sqlite:///mlflow.db")
runs = mlflow.search_runs(experiment_names=["batch-signal"], output_format="list")
print(json.dumps({run.info.run_name: {
    "params": run.data.params,
    "metrics": run.data.metrics,
    "file": mlflow.artifacts.load_text(run.info.artifact_uri + "/ALL.json"),
} for run in runs}))
`;

/** @returns The version. */
export async function proveMlflow(ground: Ground): Promise<string> {
  const programs = await pythonPackages(`${ground.folder}/mlflow-packages`, ["mlflow-skinny", "sqlalchemy", "alembic"]);
  const night = await ground.night("mlflow");
  const python = `${programs}/python`;
  const env = { MLFLOW_DISABLE_TELEMETRY: "true" };
  for (const { name } of CONFIGS) {
    await Deno.mkdir(`${night.folder}/out-${name}/metrics`, { recursive: true });
    for (const file of [...Deno.readDirSync(`${night.folder}/candles`)].map(({ name }) => name.replace(".csv", ""))) {
      const flags = [`--input=candles/${file}.csv`, `--config=${name}.yaml`, "--log-file=run.log"];
      const command = ["batch-signal", ...flags, `--output=out-${name}/metrics/${file}.json`];
      if ((await night.run(command)).code === 5) await night.must(command);
    }
    await night.run(["sh", Night.recipe("merge.sh"), "candles", `out-${name}`]);
    await night.must([python, Night.recipe("mlflow_track.py"), `${name}.yaml`, `out-${name}/ALL.json`], env);
  }
  night.checkTries();
  const stored = JSON.parse(await night.must([python, "-c", ASK], env));
  for (const { name, window, runs } of CONFIGS) {
    const { params, metrics, file } = stored[name];
    night.checkSum(name, file);
    assertEquals([params.window, params.seed, metrics.runs], [String(window), "42", runs]);
    const { value, rows_processed, signals_1 } = JSON.parse(file);
    assertEquals([metrics.value, metrics.rows_processed, metrics.signals_1], [value, rows_processed, signals_1]);
  }
  assert(Deno.statSync(`${night.folder}/mlflow.db`).isFile);
  return await night.must([python, "-c", "import mlflow; print('MLflow', mlflow.__version__)"]);
}
