import { assert, assertEquals } from "@std/assert";
import { costsWith, pages, readMeasured } from "../../bench/scale_report.ts";
import { sectionOf } from "../../bench/tables.ts";

/** The rows of a table, without what makes its columns even. */
const cells = (text: string) =>
  text.split("\n").filter((line) => line.startsWith("|")).map((line) =>
    line.split("|").map((cell) => cell.trim().replace(/^:?-+:?$/, "-"))
  );

Deno.test("scale: the costs are those that were measured", () => {
  const measured = readMeasured();
  assert(measured.bytesPerSecond > 1e9 && measured.bytesPerSecond < 1e10);
  assert(measured.startSeconds > 0.01 && measured.startSeconds < 0.5);
  const [parallel, spark, slurm] = ["GNU parallel", "Spark", "Slurm"].map((name) =>
    costsWith(name, measured).taskSeconds
  );
  assert(
    (parallel ?? 0) < (spark ?? 0) && (spark ?? 0) < measured.startSeconds && measured.startSeconds < (slurm ?? 0),
  );
});

Deno.test("scale: docs/scale.md has the tables that deno task bench:scale makes", () => {
  const page = Deno.readTextFileSync(new URL("../../docs/scale.md", import.meta.url));
  const made = pages(readMeasured());
  for (const name of ["costs", "nights"] as const) {
    assert(cells(made[name]).length > 7);
    assertEquals(cells(sectionOf(page, name)), cells(made[name]));
  }
});
