import { assert, assertEquals } from "@std/assert";
import { Tally } from "./evidence.ts";
import { readEvidence, reliabilityPage } from "./reliability.ts";

Deno.test("reliability: the page is made of the files of evidence", () => {
  const page = Deno.readTextFileSync(new URL("../docs/reliability.md", import.meta.url));
  assertEquals(page, reliabilityPage(readEvidence()));
});

Deno.test("reliability: nothing was found, and every part has cases", () => {
  for (const { part, rows } of readEvidence()) {
    assert(rows.length > 0, part);
    for (const { promise, found } of rows) assertEquals(found, 0, `${part}: ${promise}`);
  }
});

Deno.test({ name: "reliability: a row says what was found and what was left out", permissions: "none" }, async () => {
  const tally = new Tally({ promise: "P|Q", tested: "T", sought: "faults" });
  await tally.count(() => {});
  await tally.count(() => Promise.reject(new Error("fault"))).catch(() => {});
  tally.skip("no cc");
  tally.skip("no cc");
  const row = { promise: "P|Q", tested: "T", sought: "faults", cases: 2, found: 1, skipped: "no cc" };
  assertEquals(tally.row, row);
  const page = reliabilityPage([{ part: "A", command: "deno task test", date: "2026-11-24", rows: [row] }]);
  assert(page.includes("| P\\|Q    | T                | 2     | 1 faults; left out: no cc |"), page);
  assert(page.includes("| A    | `deno task test` | 2026-11-24 | 2     |"), page);
});

Deno.test({
  name: "reliability: faults that were not noticed at first are listed, each in a line",
  permissions: "none",
}, () => {
  const survivors = [{ file: "lib/a.ts", from: "b(\n  1,\n);", to: "{}", now: "killed now: a test" }]
    .concat({ file: "lib/a.ts", from: "a(`${b}`);", to: "{}", now: "equivalent: nothing hangs on it" });
  const page = reliabilityPage([{ part: "A", command: "x", date: "2026-11-24", rows: [], survivors }]);
  const lines = page.split("\n");
  const at = lines.indexOf("- `lib/a.ts`: `b( 1, );` became `{}`. Killed now: a test.");
  assertEquals(lines[at - 1], "- `lib/a.ts`: ``a(`${b}`);`` became `{}`. Equivalent: nothing hangs on it.");
});
