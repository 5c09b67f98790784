import { assertEquals } from "@std/assert";
import { headRecords } from "../../lib/layouts/head.ts";

/** The lines and fields of the records that a file starts with. */
function recordsOf(text: string, { skipLines = 0, most = 99, delimiter = "," } = {}): [number, ...string[]][] {
  const records = headRecords(new TextEncoder().encode(text), delimiter, skipLines, most);
  return records.map(({ line, fields }) => [line, ...fields]);
}

Deno.test({ name: "head: no more records than are wanted", permissions: "none" }, () => {
  const text = "a,b\n\n1,2\n3,4\n";
  const all: [number, ...string[]][] = [[1, "a", "b"], [3, "1", "2"], [4, "3", "4"]];
  for (const most of [0, 1, 2, 3, 4]) assertEquals(recordsOf(text, { most }), all.slice(0, most));
});

Deno.test({ name: "head: an empty file and blank lines give no records", permissions: "none" }, () => {
  for (const text of ["", "\ufeff", "\n", "\n \r\n\n"]) assertEquals(recordsOf(text), [], JSON.stringify(text));
});

Deno.test({ name: "head: lines that are skipped count, and may be all there are", permissions: "none" }, () => {
  const text = "made by x\n\na,b\n1,2\n";
  const records: [number, ...string[]][] = [[1, "made by x"], [3, "a", "b"], [4, "1", "2"]];
  assertEquals([0, 1, 2, 3, 4, 5].map((skipLines) => recordsOf(text, { skipLines })), [
    records,
    records.slice(1),
    records.slice(1),
    records.slice(2),
    [],
    [],
  ]);
});

Deno.test(
  { name: "head: a record that the head cuts off is left out, unless it is the only one", permissions: "none" },
  () => {
    assertEquals(recordsOf("a,b\n1,2\n3,"), [[1, "a", "b"], [2, "1", "2"]]);
    assertEquals(recordsOf("a,b"), [[1, "a", "b"]]);
  },
);

Deno.test({ name: "head: a newline in quotes is part of a record", permissions: "none" }, () => {
  assertEquals(recordsOf('a,"b\n""c"\n1,2\n'), [[1, "a", 'b\n"c'], [3, "1", "2"]]);
});
