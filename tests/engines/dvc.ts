/**
 * `deploy/dvc.yaml`, with DVC from PyPI and GNU parallel from Debian: what has changed between two configs. Then the test
 * that needs DVC.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { CONFIGS, type Ground, Night } from "./night.ts";
import { type Debian, pythonPackages, runTests, Skip } from "./packages.ts";
import { works } from "../container/process.ts";

/** @returns The version. */
export async function proveDvc(ground: Ground, debian: Debian): Promise<string> {
  if (!await works(["git", "--version"])) throw new Skip("git is not here");
  const root = await debian.unpack("parallel", ["parallel"]);
  const programs = await pythonPackages(`${ground.folder}/dvc-packages`, ["dvc"]);
  const night = await ground.night("dvc");
  const env = {
    PATH: `${programs}:${night.env["PATH"]}:${root}/usr/bin`,
    HOME: night.folder,
    DVC_NO_ANALYTICS: "1",
    GIT_CONFIG_COUNT: "2",
    ...{ GIT_CONFIG_KEY_0: "user.name", GIT_CONFIG_VALUE_0: "name" },
    ...{ GIT_CONFIG_KEY_1: "user.email", GIT_CONFIG_VALUE_1: "name@example.org" },
  };
  await Deno.mkdir(`${night.folder}/deploy`);
  for (const name of ["parallel.sh", "merge.sh"]) {
    await Deno.copyFile(Night.recipe(name), `${night.folder}/deploy/${name}`);
  }
  await night.must(["git", "init", "--quiet"], env);
  await night.must(["dvc", "init", "--quiet"], env);
  // The tries are told apart by the names of the configs.
  const sums: Record<string, number>[] = [];
  for (const { name, runs } of CONFIGS) {
    const recipe = Deno.readTextFileSync(Night.recipe("dvc.yaml")).replaceAll("config.yaml", `${name}.yaml`);
    await Deno.writeTextFile(`${night.folder}/dvc.yaml`, recipe);
    const { code, stdout, stderr } = await night.run(["dvc", "repro"], env);
    // A file that failed fails the stage, which is tried again when something has changed.
    if (runs < CONFIGS[0].runs) Night.checkTold(stdout + stderr);
    assertEquals(code === 0, runs === CONFIGS[0].runs, stderr);
    const sum = night.read("out/ALL.json");
    night.checkSum(name, sum);
    sums.push(JSON.parse(sum));
    if (sums.length > 1) break;
    await night.must(["git", "add", "dvc.yaml", "dvc.lock", "out/ALL.json"], env);
    await night.must(["git", "commit", "--quiet", "--message=run"], env);
    const again = await night.must(["dvc", "repro"], env);
    assert(again.includes("didn't change, skipping"), again);
  }
  night.checkTries();
  const diff = JSON.parse(await night.must(["dvc", "metrics", "diff", "HEAD", "--json"], env))["out/ALL.json"];
  const [before, after] = sums;
  for (const key of ["rows_processed", "signals_1", "runs", "failed"]) {
    const [old = NaN, now = NaN] = [before?.[key], after?.[key]];
    assertEquals([diff[key].old, diff[key].new, diff[key].diff], [old, now, now - old], key);
  }
  await runTests(programs, "dvc_test.ts", "dvc: ", 1);
  return `DVC ${await night.must(["dvc", "--version"], env)}`;
}
