import { assertEquals } from "@std/assert";
import { parse } from "@std/yaml/parse";
import fc from "fast-check";
import { columnInYaml } from "../../lib/text/yaml.ts";

const COLUMNS: readonly [column: string | number, written: string][] = [
  [3, "3"],
  ["Date", "Date"],
  ["open_time", "open_time"],
  ["Trade date", '"Trade date"'],
  ["3", '"3"'],
  ["000001", '"000001"'],
  ["no", '"no"'],
  ["Y", '"Y"'],
  ["ts-code", '"ts-code"'],
  ['a"b\\c', '"a\\"b\\\\c"'],
  ["\u001b[2J", '"\\u001b[2J"'],
  ["x".repeat(100), "x".repeat(100)],
];

for (const [column, written] of COLUMNS) {
  Deno.test({ name: `yaml: the column ${JSON.stringify(column)}`, permissions: "none" }, () => {
    assertEquals(columnInYaml(column), written);
  });
}

Deno.test({ name: "yaml: what is written is read back as the same column", permissions: "none" }, () => {
  const column = fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1 }),
    fc.constantFrom("null", "1e3", "~", "-", "0x1"),
  );
  fc.assert(fc.property(column, (name) => assertEquals(parse(`key: ${columnInYaml(name)}`), { key: name })));
});
