import { assertEquals } from "@std/assert";
import { headRecords } from "../../lib/layouts/head.ts";
import { unnamedColumnOf } from "../../lib/layouts/header_length.ts";
import { Folder, JOB_FLAGS } from "../command.ts";

const TABLES: readonly [name: string, text: string, unnamed: "first" | "last" | undefined][] = [
  ["rows end in a comma", "Date,Open,Close\n2024-01-02,1,2,\n2024-01-03,2,3,\n", "last"],
  ["rows end in a comma and a blank", "Date,Close\n2024-01-02,2, \n", "last"],
  ["some rows end in a value", "Date,Open,Close\n2024-01-02,1,2,\n2024-01-03,2,3,7\n", undefined],
  ["times before the first name", "Open,Close\n2024-01-02,1,2\n2024-01-03,2,3\n", "first"],
  ["numbers of rows before the times", '"Date","Close"\n"1",2024-01-02,2\n"2",2024-01-03,3\n', "first"],
  ["names of rows before the times", "Date,Close\na,2024-01-02,2\nb,2024-01-03,3\n", "first"],
  ["numbers of rows from 0, without times", "close,open\n0,5,6\n1,4,5\n2,6,7\n", "first"],
  ["two rows, which may be numbered by chance", "close,open\n0,5,6\n1,4,5\n", undefined],
  ["integers that do not count", "close,open\n1,5,6\n2,4,5\n4,6,7\n", undefined],
  ["a value without a name after the times' own", "Date,Close\n2024-01-02,2,1000\n2024-01-03,3,1001\n", undefined],
  ["a value without a name after times under a strange name", "der_tag,close\n2024-01-02,2,1000\n", undefined],
  ["times under their own name and beside it", "Date,Close\n2024-01-02,2024-01-02,2\n", undefined],
  ["two columns more", "Date,Close\n2024-01-02,2,,\n", undefined],
  ["one column less", "Date,Open,Close\n2024-01-02,2\n", undefined],
  ["as many", "Date,Close\n2024-01-02,2\n", undefined],
  ["a row of another length", "Date,Close\n2024-01-02,2,\n2024-01-03,2\n", undefined],
  ["no rows", "Date,Close\n", undefined],
];

for (const [name, text, unnamed] of TABLES) {
  Deno.test({ name: `header length: ${name}`, permissions: "none" }, () => {
    const [header, ...rows] = headRecords(new TextEncoder().encode(text), ",", 0, 100);
    assertEquals(unnamedColumnOf(header?.fields ?? [], rows), unnamed);
  });
}

const WITH_ROW_NAMES =
  '"Open","High","Low","Close"\n"2024-01-02",1,9,1,5\n"2024-01-03",2,9,1,4\n"2024-01-04",3,9,1,6\n';
const WITH_COMMAS = "Date,Open,High,Low,Close\n2024-01-02,1,9,1,5,\n2024-01-03,2,9,1,4,\n2024-01-04,3,9,1,6,\n";

for (const [name, text] of [["R's names of rows", WITH_ROW_NAMES], ["commas at the end", WITH_COMMAS]] as const) {
  Deno.test(`header length: auto reads a file with ${name}, and inspect says auto`, async () => {
    const config = 'seed: 42\nwindow: 2\nversion: "v1"\nlayout: auto\n';
    using folder = new Folder({ "in.csv": text, "config.yaml": config });
    const { code, stdout } = await folder.run([...JOB_FLAGS, "--signals", "signals.csv"]);
    assertEquals([code, JSON.parse(stdout).value], [0, 0.3333]);
    assertEquals(folder.read("signals.csv")?.split("\n")[1], "1,2024-01-02,5,,0");
    const inspected = JSON.parse((await folder.run(["inspect", "in.csv", "--json"])).stdout);
    assertEquals(inspected.config, 'seed: 42\nwindow: 3\nversion: "v1"\nlayout: auto\n');
    assertEquals(inspected.problems, []);
  });

  Deno.test(`header length: without auto, ${name} are an error`, async () => {
    using folder = new Folder({ "in.csv": text });
    const { code, stderr } = await folder.run();
    const [fields, names] = [text.split("\n")[1]?.split(",").length, text.split("\n")[0]?.split(",").length];
    assertEquals([code, stderr], [
      4,
      `batch-signal: in.csv:2: the record has ${fields} fields, expected ${names} as in the header\n`,
    ]);
  });
}
