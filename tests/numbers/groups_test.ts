import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { THOUSANDS_MARKS, type ThousandsMark, withoutGroups } from "../../lib/numbers/groups.ts";
import { Folder, JOB_FLAGS } from "../command.ts";

const TEXTS: readonly [text: string, mark: ThousandsMark, without: string][] = [
  ["1,234.5", ",", "1234.5"],
  ["-12,345,678", ",", "-12345678"],
  [" +1,234.50 ", ",", "+1234.50"],
  ["1.234,5", ".", "1234,5"],
  ["1'234.5", "'", "1234.5"],
  ["1’234.5", "'", "1234.5"],
  ["1 234,5", "space", "1234,5"],
  ["1\u00a0234", "space", "1234"],
  ["1\u202f234", "space", "1234"],
  // None of these is in groups: as they are, the job refuses them.
  ...(["1,23", "1234,567", "1,2345", "12,34,567", ",123", "1,234,", "1,234e3", "1,234.5.6", "0x1,234", ""] as const)
    .map((text) => [text, ",", text] as [string, ThousandsMark, string]),
  ["1,234,5", ",", "1,234,5"],
  ["1 234", ",", "1 234"],
  ["1234.5", ",", "1234.5"],
];

for (const [text, mark, without] of TEXTS) {
  Deno.test({ name: `groups: ${JSON.stringify(text)} with ${mark}`, permissions: "none" }, () => {
    assertEquals(withoutGroups(text, mark), without);
  });
}

Deno.test({
  name: "groups: a number written in groups is that number, and one without them stays",
  permissions: "none",
}, () => {
  const CHARACTERS = { ",": ",", ".": ".", "'": "'", space: "\u00a0" };
  const fraction = fc.option(fc.stringMatching(/^[0-9]{1,8}$/), { nil: undefined });
  fc.assert(fc.property(
    fc.bigInt({ min: 0n, max: 10n ** 18n }),
    fraction,
    fc.constantFrom(...THOUSANDS_MARKS),
    (whole, digits, mark) => {
      const end = digits === undefined ? "" : (mark === "." ? "," : ".") + digits;
      const grouped = String(whole).replace(/\B(?=(?:[0-9]{3})+$)/g, CHARACTERS[mark]);
      assertEquals(withoutGroups(grouped + end, mark), `${whole}${end}`);
      assertEquals(withoutGroups(`${whole}${end}`, mark), `${whole}${end}`);
    },
  ));
});

const config = (...lines: readonly string[]) =>
  ["seed: 42", "window: 2", 'version: "v1"', ...lines].map((line) => `${line}\n`).join("");
/** As Investing.com writes it: the newest row first, groups, a percent sign where nobody reads. */
const INVESTING = [
  '"Date","Price","Open","High","Low","Vol.","Change %"',
  '"01/17/2024","1,004.00","1,000.00","1,010.00","990.00","1.2M","0.40%"',
  '"01/16/2024","1,000.00","999.50","1,002.25","995.00","1.1M","0.05%"',
  '"01/12/2024","999.50","1,001.00","1,003.00","998.75","0.9M","-0.10%"',
  "",
].join("\n");

Deno.test("groups: thousands_mark reads them under auto, and the signals have the number", async () => {
  using folder = new Folder({
    "in.csv": INVESTING,
    "config.yaml": config("layout: auto", 'thousands_mark: ","', "order: auto"),
  });
  const { code, stdout, stderr } = await folder.run([...JOB_FLAGS, "--signals", "signals.csv"]);
  assertEquals([code, stderr], [0, ""]);
  assertEquals([JSON.parse(stdout).rows_processed, JSON.parse(stdout).value], [3, 0.6667]);
  assertEquals(folder.read("signals.csv")?.split("\n").slice(1), [
    "1,2024-01-17,1004.00,1002,1",
    "2,2024-01-16,1000.00,999.75,1",
    "3,2024-01-12,999.50,,0",
    "",
  ]);
});

Deno.test("groups: without thousands_mark the error names it, under auto and in the plain config", async () => {
  using folder = new Folder({ "in.csv": 't,close\n1,999\n2,"1,004.50"\n' });
  const { code, stderr } = await folder.run();
  assertEquals([code, stderr], [
    4,
    'batch-signal: in.csv:3: close is "1,004.50", expected a decimal number; ' +
    'write thousands_mark: "," if it stands between groups of digits\n',
  ]);
  folder.write("config.yaml", config('thousands_mark: ","'));
  const mended = await folder.run();
  assertEquals([mended.code, mended.stderr, JSON.parse(mended.stdout).value], [0, "", 0.5]);
});

Deno.test("groups: a quoted close in groups that is all there is of a row is no record of two fields", async () => {
  const keys = ["has_header: false", "close_column: 1", 'thousands_mark: ","'];
  using folder = new Folder({ "in.csv": '"1,234"\n"1,300"\n"1,200"\n', "config.yaml": config(...keys) });
  const { code, stderr } = await folder.run([...JOB_FLAGS, "--signals", "signals.csv"]);
  assertEquals([code, stderr], [0, ""]);
  assertEquals(folder.read("signals.csv"), "row,close,rolling_mean,signal\n1,1234,,0\n2,1300,1267,1\n3,1200,1250,0\n");
});

Deno.test("groups: a mark that is the decimal mark too is an error of the config", async () => {
  for (
    const [keys, mark] of [[['thousands_mark: "."'], "."], [['decimal_mark: ","', 'thousands_mark: ","'], ","]] as const
  ) {
    using folder = new Folder({ "in.csv": "t,close\n1,2\n2,3\n", "config.yaml": config(...keys) });
    const { code, stderr } = await folder.run();
    assertEquals([code, stderr], [
      3,
      `batch-signal: config.yaml: thousands_mark and the decimal mark are both "${mark}", expected two; ` +
      "write decimal_mark: for the character before the fraction\n",
    ]);
  }
});
