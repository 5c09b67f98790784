import { assertEquals, assertThrows } from "@std/assert";
import { readConfig } from "../../lib/config/config.ts";
import { JobError } from "../../lib/errors.ts";
import { type LayoutKeys, layoutKeys } from "../../lib/layouts/keys.ts";
import { resolveLayout } from "../../lib/layouts/recognise.ts";
import { CONFIG, Folder } from "../command.ts";
import { FIXTURES } from "./fixtures.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const keysOf = async (...keys: readonly string[]) =>
  layoutKeys(await readConfig(utf8(CONFIG + keys.map((key) => `${key}\n`).join("")), "config.yaml"));

Deno.test({ name: "layout keys: what a config says is there, and nothing else", permissions: "none" }, async () => {
  assertEquals(await keysOf(), { layout: "generic" });
  assertEquals(await keysOf("layout: european"), { layout: "european" });
  const keys = [
    "close_column: 3",
    "timestamp_column: t",
    "symbol_column: s",
    "has_header: false",
    "skip_lines: 0",
    "delimiter: tab",
    'decimal_mark: ","',
    "time_unit: ms",
    "order: auto",
  ];
  const said: readonly LayoutKeys[] = [
    { closeColumn: 3 },
    { timestampColumn: "t" },
    { symbolColumn: "s" },
    { hasHeader: false },
    { skipLines: 0 },
    { delimiter: "\t" },
    { decimalMark: "," },
    { timeUnit: "ms" },
    { order: "auto" },
  ];
  for (const [n, key] of keys.entries()) assertEquals(await keysOf(key), { layout: "generic", ...said[n] });
  assertEquals(await keysOf("layout: auto", ...keys), Object.assign({ layout: "auto" }, ...said));
  // @ts-expect-error: a key that is present and undefined would hide what the layout says.
  const hiding: LayoutKeys = { delimiter: undefined };
  assertEquals(Object.keys(hiding), ["delimiter"]);
});

for (const { name, layout, text } of FIXTURES.filter(({ layout }) => layout !== "generic")) {
  Deno.test({ name: `layout keys: ${name} with another delimiter is refused`, permissions: "none" }, async () => {
    const named = await keysOf(`layout: ${layout}`);
    const { delimiter } = resolveLayout(utf8(text), named, "in.csv");
    for (const other of [",", ";", "\t", "|"].filter((other) => other !== delimiter)) {
      // What looks like the delimiter already must not come to be one.
      const replaced = text.replaceAll(other, " ").replaceAll(delimiter, other);
      const error = assertThrows(() => resolveLayout(utf8(replaced), named, "in.csv"), JobError);
      assertEquals(error.kind, "data", error.message);
    }
  });
}

const EXPECTED =
  "expected a column close among columns with semicolons between them; see what batch-signal inspect in.csv says";
const POINT =
  'expected a decimal number with a decimal comma; write decimal_mark: "." if the point stands before the fraction';
const wholes = (count: number) => Array.from({ length: count }, (_, n) => `${100 + n % 7}\n`).join("");

/** Files that are read with `layout: european`: the error, or rows and rate. */
const EUROPEAN: readonly [name: string, text: string, keys: readonly string[], found: string | [number, number]][] = [
  [
    "commas between the columns",
    "date,close\n2024-01-01,1.5\n2024-01-02,2.5\n",
    [],
    `in.csv:1: the record "date,close" is not of the layout european, ${EXPECTED}`,
  ],
  [
    "tabs between the columns",
    "date\tclose\n2024-01-01\t1,5\n2024-01-02\t2,5\n",
    [],
    `in.csv:1: the record "date\\tclose" is not of the layout european, ${EXPECTED}`,
  ],
  [
    "points in the numbers",
    "Datum;Close\n01.01.2024;1.234\n02.01.2024;1.235\n",
    [],
    `in.csv:2: close is "1.234", ${POINT}`,
  ],
  [
    "a point after many whole numbers",
    `Close;Volume\n${wholes(300).replaceAll("\n", ";1\n")}1.5;1\n`,
    ["order: ascending"],
    `in.csv:302: close is "1.5", ${POINT}`,
  ],
  ["tabs, as the config says", "date\tclose\n2024-01-01\t1,5\n2024-01-02\t2,5\n", ["delimiter: tab"], [2, 0.5]],
  ["points, as the config says", "Datum;Close\n01.01.2024;1.234\n02.01.2024;1.235\n", ['decimal_mark: "."'], [2, 0.5]],
  ["whole numbers only", "Datum;Close\n01.01.2024;1234\n02.01.2024;1235\n", [], [2, 0.5]],
  [
    "a comma after many whole numbers",
    `Close;Volume\n${"100;1\n".repeat(300)}100,5;1\n`,
    ["order: ascending"],
    [301, 0.0033],
  ],
];

for (const [name, text, keys, found] of EUROPEAN) {
  Deno.test(`layout keys: european: ${name}`, async () => {
    const config = CONFIG + ["layout: european", ...keys].map((key) => `${key}\n`).join("");
    using folder = new Folder({ "in.csv": text, "config.yaml": config });
    const { code, stdout, stderr } = await folder.run();
    if (typeof found === "string") {
      assertEquals([code, stderr], [4, `batch-signal: ${found}\n`]);
    } else {
      const { rows_processed, value } = JSON.parse(stdout);
      assertEquals([code, stderr, rows_processed, value], [0, "", ...found]);
    }
  });
}
