import { assert, assertEquals } from "@std/assert";
import { eachField, endOfText, findRecordEnd, textOf } from "../../lib/records/record.ts";
import { Folder } from "../command.ts";
import { recordAtEnd, Tally } from "../evidence.ts";

const corpus = new Tally({
  promise: "Records are what RFC 4180 says they are",
  tested: "Every file of csv-spectrum: its records against the JSON beside it, and the command's answer to it",
  sought: "records that differ, crashes",
});
recordAtEnd("hostile-spectrum", "A corpus of CSV files", [corpus]);

/** Never called: a package that nothing imports, and no lock file names, has no place in Deno's cache. */
export const load = (): Promise<unknown> => import("csv-spectrum");
const FOLDER = new URL("./", import.meta.resolve("csv-spectrum"));
const NAMES = [...Deno.readDirSync(new URL("csvs/", FOLDER))].map(({ name }) => name.replace(/\.csv$/, "")).sort();

/** The records of a whole file, as the careful path cuts and splits them. */
function recordsOf(file: Uint8Array): string[][] {
  const bytes = file.at(-1) === 10 ? file : Uint8Array.of(...file, 10);
  const records: string[][] = [];
  for (let start = 0; start < bytes.length;) {
    const next = findRecordEnd(bytes, start, bytes.length)?.next ?? bytes.length;
    const fields: string[] = [];
    eachField(bytes, start, endOfText(bytes, start, next), { file: "f" }, (field) => fields.push(textOf(bytes, field)));
    records.push(fields);
    start = next;
  }
  return records;
}

Deno.test("hostile: csv-spectrum has the files that are known", () => assert(NAMES.length >= 12, NAMES.join()));

/** This file has quotes inside fields that are not quoted, which RFC 4180 forbids: `32°47'7"N`. */
const REFUSED = "location_coordinates";

Deno.test(`hostile: csv-spectrum: ${REFUSED} is refused`, () =>
  corpus.count(async () => {
    const file = Deno.readTextFileSync(new URL(`csvs/${REFUSED}.csv`, FOLDER));
    using folder = new Folder({ "in.csv": file.replace("Cities", "close") });
    const { code, stderr } = await folder.run();
    const message = "a quote stands inside a field, expected quotes around whole fields, and doubled inside them";
    assertEquals([code, stderr], [4, `batch-signal: in.csv:2: ${message}\n`]);
  }));

for (const name of NAMES.filter((name) => name !== REFUSED)) {
  Deno.test(`hostile: csv-spectrum: ${name}`, () =>
    corpus.count(async () => {
      const file = Deno.readFileSync(new URL(`csvs/${name}.csv`, FOLDER));
      const [header = [], ...records] = recordsOf(file);
      const objects = records.map((fields) => Object.fromEntries(fields.map((field, n) => [header[n], field])));
      assertEquals(objects, JSON.parse(Deno.readTextFileSync(new URL(`json/${name}.json`, FOLDER))));

      using folder = new Folder({ "in.csv": file });
      const { code, stderr } = await folder.run();
      const names = header.map((field) => JSON.stringify(field)).join(", ");
      assertEquals(
        stderr,
        `batch-signal: in.csv:1: the header names ${names}, expected a column close; see what batch-signal inspect in.csv says\n`,
      );
      assertEquals(code, 4);
    }));
}
