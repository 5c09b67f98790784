import { assertEquals } from "@std/assert";
import { integer, type Kind, oneOf, text, truth } from "../../lib/config/kinds.ts";
import { valueOf } from "../../lib/config/value.ts";

const days = integer(1, 31);
const side = oneOf("above", "below", "either");

/** What a kind makes of what stands behind a colon: the value, or what was expected and the value that was meant. */
const CASES: readonly [name: string, kind: Kind<unknown>, rest: string, value: unknown][] = [
  ["integer", days, "1", 1],
  ["integer", days, "31", 31],
  ["integer", days, "0", ["an integer from 1 to 31", undefined]],
  ["integer", days, "32", ["an integer from 1 to 31", undefined]],
  ["integer", days, "07", ["an integer from 1 to 31", "7"]],
  ["integer", days, "1_0", ["an integer from 1 to 31", "10"]],
  ["integer", days, "x", ["an integer from 1 to 31", undefined]],
  ["text", text(), "v1", "v1"],
  ["text", text(), "1.10", ["a text in quotes", '"1.10"']],
  ["text", text(), '""', ["a non-empty text", '"\\"\\""']],
  ["word", side, "below", "below"],
  ["word", side, '"either"', "either"],
  ["word", side, "Above", ["above, below or either", "above"]],
  ["word", side, "left", ["above, below or either", undefined]],
  ["truth", truth(), "true", true],
  ["truth", truth(), "false", false],
  ["truth", truth(), "True", ["true or false", "true"]],
  ["truth", truth(), "FALSE", ["true or false", "false"]],
  ["truth", truth(), "yes", ["true or false", undefined]],
  ["truth", truth(), "1", ["true or false", undefined]],
  ["truth", truth(), '"true"', ["true or false", undefined]],
];

for (const [name, kind, rest, expected] of CASES) {
  Deno.test({
    name: `config: a ${name} that is written ${rest}`,
    permissions: "none",
    fn() {
      const value = valueOf({ key: "key", rest, pair: `key: ${rest}` });
      const read = value && kind.read(value);
      assertEquals(read ?? [kind.expected(value), kind.meant(rest)], expected);
    },
  });
}
