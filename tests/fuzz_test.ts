import { assert, assertEquals } from "@std/assert";
import { Folder } from "./command.ts";
import { fuzzCase } from "./fuzz/generator.ts";
import { minimise } from "./fuzz/minimise.ts";
import { examine, Explanations } from "./fuzz/oracles.ts";
import { difference, PARSERS } from "./fuzz/parsers.ts";

const CASES = 1000;

Deno.test(`fuzz: ${CASES} seeded files, the same on all paths as by the reference and by other parsers`, async () => {
  using folder = new Folder();
  const explanations = new Explanations();
  for (let seed = 0; seed < CASES; seed++) {
    try {
      await examine(fuzzCase(seed), folder.of("in.csv"), seed % 100 === 0 ? 3 : 1, explanations);
    } catch (error) {
      throw new Error(`deno task prove:fuzz --seed ${seed} --cases 1`, { cause: error });
    }
  }
});

Deno.test({
  name: "fuzz: cases have all that matters in them",
  permissions: "none",
  fn() {
    const texts = Array.from({ length: CASES }, (_, seed) => new TextDecoder().decode(fuzzCase(seed).bytes));
    const valid = texts.filter((text) => /^[^\n]*close[^\n]*\n/i.test(text));
    assert(valid.length > CASES / 2, "most files have a header with close");
    for (const sign of ['"\n', '""', "\r\n", "\r\r", "\ufffd", "\0", "e-", '"close', "\n\n", ",,"]) {
      assert(texts.some((text) => text.includes(sign)), JSON.stringify(sign));
    }
  },
});

Deno.test({
  name: "fuzz: a parser that loses a record is noticed",
  permissions: "none",
  fn() {
    const [parser] = PARSERS;
    if (parser === undefined) throw new Error("no parser");
    const lossy = { ...parser, read: (text: string) => parser.read(text.replace("\n2,", "\n")) };
    assertEquals(difference(parser, "t,close\n1,2\n2,3\n"), undefined);
    assertEquals(difference(lossy, "t,close\n1,2\n2,3\n"), "unexplained");
  },
});

Deno.test({
  name: "fuzz: a file is minimised to what shows the fault",
  permissions: "none",
  async fn() {
    const bytes = new TextEncoder().encode(`${"x,y\n".repeat(100)}a"b${"z".repeat(300)}#\n`);
    const smallest = await minimise(bytes, (tried) => {
      const text = new TextDecoder().decode(tried);
      return Promise.resolve(text.includes('"') && text.includes("#"));
    });
    assertEquals(new TextDecoder().decode(smallest), '"#');
  },
});
