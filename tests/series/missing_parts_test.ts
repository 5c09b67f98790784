import { assertEquals } from "@std/assert";
import { missingPart } from "../../lib/series/missing_parts.ts";
import { Folder, JOB_FLAGS } from "../command.ts";

const CASES: readonly (readonly [files: readonly string[], missing: string | undefined])[] = [
  [["part-1.csv", "part-2.csv", "part-4.csv"], "part-3.csv"],
  [["d/part-08.csv", "d/part-09.csv", "d/part-11.csv"], "part-10.csv"],
  [["p4.csv", "p3.csv", "p1.csv"], "p2.csv"],
  [["btc-2019.csv", "btc-2020.csv", "btc-2022.csv"], "btc-2021.csv"],
  [["X-1m-2023-11.csv", "X-1m-2023-12.csv", "X-1m-2024-02.csv"], "X-1m-2024-01.csv"],
  [["X-2024-02.csv", "X-2024-01.csv", "X-2023-11.csv"], "X-2023-12.csv"],
  [["X-2024-01.csv", "X-2024-02.csv", "X-2024-04.csv", "X-2024-05.csv"], "X-2024-03.csv"],
  [["part-1.csv", "part-2.csv", "part-3.csv"], undefined],
  [["X-2023-12.csv", "X-2024-01.csv", "X-2024-02.csv"], undefined],
  [["part-1.csv", "part-3.csv"], undefined],
  [["part-1.csv", "part-3.csv", "part-5.csv"], undefined],
  [["part-1.csv", "part-2.csv", "part-2b.csv"], undefined],
  [["part-1.csv", "part-3.csv", "part-2.csv"], undefined],
  [["X-2024-01-04.csv", "X-2024-01-05.csv", "X-2024-01-08.csv"], undefined],
  [["X20240104.csv", "X20240105.csv", "X20240108.csv"], undefined],
  [["1-1.csv", "2-2.csv", "4-4.csv"], undefined],
  [["a.csv", "b.csv", "d.csv"], undefined],
];

for (const [files, missing] of CASES) {
  Deno.test({ name: `parts: ${files.join(", ")}`, permissions: "none" }, () => {
    assertEquals(missingPart(files)?.name, missing);
  });
}

Deno.test("parts: a run without times warns of one that is missing, and one with times looks at these", async () => {
  const file = (day: number) => `t,close\n2024-01-0${day},1\n`;
  using folder = new Folder({ "p-1.csv": file(1), "p-2.csv": file(2), "p-4.csv": file(3) });
  const flags = ["-i", "p-*.csv", ...JOB_FLAGS.slice(2)];
  folder.write("config.yaml", "seed: 1\nwindow: 2\nversion: v\n");
  assertEquals(
    (await folder.run(flags)).stderr,
    "batch-signal: warning: p-4.csv: the file before it is p-2.csv, and p-3.csv is missing between them; add it if it " +
      "belongs to the series\n",
  );
  folder.write("config.yaml", "seed: 1\nwindow: 2\nversion: v\ntimestamp_column: t\n");
  assertEquals((await folder.run(flags)).stderr, "");
});
