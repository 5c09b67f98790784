/**
 * Runs the examples in `deploy/` for many files with the engines that they are for, each unpacked into a temporary folder:
 * the sums have to be the bytes of one process over the same files. What can't be had here is a line, "skipped: …".
 *
 *     deno task prove:engines
 *     deno task prove:engines --only parallel,slurm
 *
 * @module
 */
import { readFlags } from "../../tools/flags.ts";
import { proveAirflow } from "./airflow.ts";
import { proveDvc } from "./dvc.ts";
import { proveMlflow } from "./mlflow.ts";
import { Ground } from "./night.ts";
import { Debian, Skip } from "./packages.ts";
import { proveParallel } from "./parallel.ts";
import { proveSlurm } from "./slurm.ts";
import { proveSpark } from "./spark.ts";

/** One is fetched while another runs. */
const AT_A_TIME = 2;

/** Those that take long first. Each returns the versions of what ran. */
const ENGINES: Readonly<Record<string, (ground: Ground, debian: Debian) => Promise<string>>> = {
  airflow: proveAirflow,
  spark: proveSpark,
  dvc: proveDvc,
  mlflow: proveMlflow,
  slurm: proveSlurm,
  parallel: proveParallel,
};

const { only } = readFlags(Deno.args, { only: Object.keys(ENGINES).join(",") });
const chosen = only.split(",").map((name) => [name, ENGINES[name]] as const);
const unknown = chosen.find(([, prove]) => prove === undefined);
if (unknown !== undefined) {
  console.error(`engines: unknown engine "${unknown[0]}", expected ${Object.keys(ENGINES).join(", ")}`);
  Deno.exit(2);
}

let [passed, failed, skipped] = [0, 0, 0];
const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "batch-signal-engines-" }));
try {
  // munged takes a socket only where others can reach it.
  await Deno.chmod(folder, 0o755);
  const ground = await Ground.create(folder);
  await Deno.mkdir(`${folder}/debian`);
  const debian = new Debian(`${folder}/debian`);
  const left = [...chosen];
  const next = async (): Promise<void> => {
    const [name = "", prove] = left.shift() ?? [];
    if (prove === undefined) return;
    const start = performance.now();
    try {
      const version = await prove(ground, debian);
      passed++;
      console.log(`engines: ${name} ... ok (${version}; ${Math.round((performance.now() - start) / 1000)} s)`);
    } catch (error) {
      if (error instanceof Skip) {
        skipped++;
        console.log(`skipped: ${name}: ${error.message}`);
      } else {
        failed++;
        console.log(`engines: ${name} ... FAILED\n${error instanceof Error ? error.message : error}`);
      }
    }
    await next();
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, next));
} finally {
  await Deno.remove(folder, { recursive: true });
}
console.log(`${failed === 0 ? "ok" : "FAILED"} | ${passed} passed | ${failed} failed | ${skipped} ignored`);
Deno.exit(failed === 0 ? 0 : 1);
