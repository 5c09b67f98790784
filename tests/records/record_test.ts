import { assert, assertEquals, assertThrows } from "@std/assert";
import { parse } from "@std/csv/parse";
import fc from "fast-check";
import {
  eachField,
  endOfText,
  findRecordEnd,
  innerRecord,
  onlyQuotedField,
  outerPosition,
  textOf,
} from "../../lib/records/record.ts";
import { JobError } from "../../lib/errors.ts";

const PLACE = { file: "in.csv", line: 7 };
const utf8 = (text: string) => new TextEncoder().encode(text);

function fieldsOf(text: string): string[] {
  const bytes = utf8(text);
  const fields: string[] = [];
  eachField(bytes, 0, bytes.length, PLACE, (field, index) => {
    assertEquals(index, fields.length);
    fields.push(textOf(bytes, field));
  });
  return fields;
}

const FIELDS: readonly [text: string, fields: readonly string[]][] = [
  ["", [""]],
  [",", ["", ""]],
  ["a,,b", ["a", "", "b"]],
  ['"a",b', ["a", "b"]],
  ['"a,""b""\n",""', ['a,"b"\n', ""]],
  ['""""', ['"']],
  ["\ufeffa\r,€", ["\ufeffa\r", "€"]],
];

for (const [text, fields] of FIELDS) {
  Deno.test({
    name: `record: the fields of ${JSON.stringify(text)}`,
    permissions: "none",
    fn: () => assertEquals(fieldsOf(text), fields),
  });
}

for (const text of ['a"', ' "a"', '"a"b', '"a" ,b', '"a"\r,b', '"a', '"', '"a""', 'a,b"c"']) {
  Deno.test({ name: `record: a stray quote in ${JSON.stringify(text)}`, permissions: "none" }, () => {
    const error = assertThrows(() => fieldsOf(text), JobError);
    assertEquals(
      error.message,
      "in.csv:7: a quote stands inside a field, expected quotes around whole fields, and doubled inside them",
    );
  });
}

Deno.test({ name: "record: the same fields as @std/csv finds", permissions: "none" }, () => {
  let [read, refused] = [0, 0];
  const record = fc.array(fc.constantFrom('"', '""', ",", "a", "é", "\n", " ", '","', '"a"'), { maxLength: 12 });
  fc.assert(
    fc.property(record, (parts) => {
      const text = parts.join("");
      const bytes = utf8(`${text}\n`);
      // One record, not none and not several; a record of spaces only is one too.
      if (text === "" || findRecordEnd(bytes, 0, bytes.length)?.next !== bytes.length) return;
      let expected: string[] | undefined;
      try {
        [expected] = parse(text);
      } catch {
        // Refused.
      }
      if (expected === undefined) {
        assertThrows(() => fieldsOf(text), JobError);
        refused++;
      } else {
        assertEquals(fieldsOf(text), expected);
        read++;
      }
    }),
    { seed: 5, numRuns: 5000 },
  );
  assert(read > 500 && refused > 500, `${read} read, ${refused} refused`);
});

Deno.test({ name: "record: line ends are none of the text", permissions: "none" }, () => {
  const ends = ["a\n", "a\r\n", "a\r\r\n", "a", "\r\n", "\n", ""].map((text) => endOfText(utf8(text), 0, text.length));
  assertEquals(ends, [1, 1, 2, 1, 0, 0, 0]);
});

Deno.test({ name: "record: a record in a quoted field, and where its bytes were", permissions: "none" }, () => {
  const bytes = utf8('"""a,"",1"');
  const field = onlyQuotedField(bytes, 0, bytes.length);
  assertEquals(field, { start: 1, end: 9, isQuoted: true });
  if (field === undefined) return;
  assertEquals(new TextDecoder().decode(innerRecord(bytes, field, PLACE)), '"a,",1');
  assertEquals([0, 1, 2, 3, 4, 5].map((position) => outerPosition(bytes, field, position)), [1, 3, 4, 5, 7, 8]);
});

Deno.test({ name: "record: a record that is not one quoted field", permissions: "none" }, () => {
  for (const text of ["", "a", 'a,"b"', '"a","b"', '"a",b']) {
    const bytes = utf8(text);
    assertEquals(onlyQuotedField(bytes, 0, bytes.length), undefined);
  }
});
