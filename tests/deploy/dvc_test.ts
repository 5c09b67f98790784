/**
 * Metrics as DVC reads them: `dvc metrics diff` between two commits.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { CONFIG, Folder } from "../command.ts";

const hasDvc = runs("dvc") && runs("git");

function runs(program: string): boolean {
  try {
    return new Deno.Command(program, { args: ["--version"], stdout: "null", stderr: "null" }).outputSync().success;
  } catch {
    return false;
  }
}

Deno.test({
  name: `dvc: the difference of two runs${hasDvc ? "" : " (skipped: dvc or git is not here)"}`,
  ignore: !hasDvc,
}, async () => {
  using folder = new Folder({
    "config.yaml": `${CONFIG}counts: include\n`,
    "dvc.yaml": "metrics:\n  - metrics.json\n",
  });
  const shell = async (line: string) => {
    const { code, stdout, stderr } = await folder.shell(`{ ${line}; } 2>&1`);
    assertEquals([code, stderr], [0, ""], stdout);
    return stdout;
  };
  const commit = "git add -f metrics.json dvc.yaml && git -c user.name=n -c user.email=e@x commit -qm run";
  await shell("git init -q . && dvc init -q");
  await shell(`$JOB && ${commit}`);
  folder.write("in.csv", "t,close\n1,1\n2,2\n3,3\n4,4\n5,5\n");
  await shell(`$JOB && ${commit}`);
  const diff = JSON.parse(await shell("dvc metrics diff HEAD~1 HEAD --json"));
  const { rows_processed, value, signals_1 } = diff["metrics.json"];
  assertEquals(rows_processed, { old: 4, new: 5, diff: 1 });
  assertEquals(signals_1, { old: 2, new: 4, diff: 2 });
  assertEquals([value.old, value.new], [0.5, 0.8]);
  assert(Math.abs(value.diff - 0.3) < 1e-9);
});
