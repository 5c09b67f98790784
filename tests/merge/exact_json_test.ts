import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Digits, type ExactJson, readExactJson } from "../../lib/merge/exact_json.ts";

/** What `JSON.parse` makes of the same text. */
function plain(value: ExactJson): unknown {
  if (value instanceof Digits) return Number(value.text);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

Deno.test({
  name: "exact JSON: the values of any text are those of JSON.parse",
  permissions: "none",
  fn() {
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(null, true, false),
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.string({ unit: "binary" }),
        fc.stringMatching(/^["\\ux:,{}\[\] ]{0,8}$/),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.string().filter((key) => key !== "__proto__"), tie("value"), {
          maxKeys: 3,
          noNullPrototype: true,
        }),
      ),
    })).value;
    fc.assert(fc.property(value, fc.constantFrom(undefined, 1, "\t"), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      assertEquals(plain(readExactJson(text)), JSON.parse(text));
    }));
  },
});

Deno.test({
  name: "exact JSON: all digits and all keys are kept, in the order of the text",
  permissions: "none",
  fn() {
    const object = readExactJson('\r\n{"b": 9007199254740993, "7": 1e2,"__proto__":[ ] ,"\\u0061\\"":{}}\t');
    assertEquals(
      object,
      new Map<string, ExactJson>([
        ["b", new Digits("9007199254740993")],
        ["7", new Digits("1e2")],
        ["__proto__", []],
        ['a"', new Map()],
      ]),
    );
    assertEquals(object instanceof Map && [...object.keys()], ["b", "7", "__proto__", 'a"']);
  },
});

Deno.test({
  name: "exact JSON: no JSON, a key twice, and a text that would exhaust the stack are refused",
  permissions: "none",
  fn() {
    const refused = ["", "{", "{'a': 1}", '{"a":1,}', "01", '"\n"', "1 2", '{"a":1,"a":1}', '[{"\\u0061":1,"a":2}]'];
    for (const text of [...refused, `${"[".repeat(17)}1${"]".repeat(17)}`]) {
      assertThrows(() => readExactJson(text), SyntaxError, undefined, text);
    }
    readExactJson(`${"[".repeat(16)}1${"]".repeat(16)}`);
    const deep = 1_000_000;
    assertThrows(() => readExactJson("[".repeat(deep) + "]".repeat(deep)), SyntaxError);
  },
});
