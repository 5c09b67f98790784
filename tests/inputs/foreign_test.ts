import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { refuseNoText } from "../../lib/inputs/formats.ts";
import { JobError } from "../../lib/errors.ts";
import { Folder, JOB_FLAGS } from "../command.ts";
import { bytesOf, concat, gzipOf, type ZipMember, zipOf } from "./compressed.ts";

const hex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (byte) => parseInt(byte, 16));
const xlsx = (...names: readonly string[]): Uint8Array =>
  zipOf(names.map((name): ZipMember => ({ name, text: `<?xml version="1.0"?>\r\n<a b="${name}"/>\n` })));
const utf16 = (text: string, isLittle: boolean) =>
  Uint8Array.from(
    [...text].flatMap((character) => {
      const unit = character.charCodeAt(0);
      return isLittle ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255];
    }),
  );

const EXCEL = "in.csv: the file is an Excel workbook (.xlsx), expected CSV text; save it as CSV";
const zero = (offset: number) =>
  `in.csv:1: the file is binary: it has a zero byte at byte offset ${offset}, expected UTF-8 text`;
const other = (name: string, offset: number, encoding: string) =>
  `in.csv:1: the file looks like ${name} at byte offset ${offset}, expected UTF-8 text; convert it with iconv -f ${encoding} -t UTF-8`;

const FILES: readonly (readonly [name: string, bytes: Uint8Array, message: string])[] = [
  [
    "a program",
    concat(hex("7f454c46020101000000"), bytesOf("\n\0\0")),
    "in.csv: the file is binary: a program, expected CSV text",
  ],
  ["00 01", hex("0001"), zero(0)],
  ["00 01 02 …", Uint8Array.from({ length: 256 }, (_, n) => n), zero(0)],
  ["a zero in the first line", bytesOf("close\0\n1\n2\n"), zero(5)],
  ["zeros in every second place, but no text", hex("0100020003000400"), zero(1)],
  ["numbers of 32 bits", hex("01000000ff000000"), zero(1)],
  [
    "a workbook of Excel",
    xlsx("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/worksheets/sheet1.xml"),
    EXCEL,
  ],
  ["a workbook whose types come last", xlsx("xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"), EXCEL],
  [
    "a workbook with relations first",
    xlsx("_rels/.rels", "docProps/app.xml", "xl/a.xml", "[Content_Types].xml"),
    EXCEL,
  ],
  [
    "a text document of Word",
    xlsx("[Content_Types].xml", "word/document.xml"),
    'in.csv: the archive holds "[Content_Types].xml", "word/document.xml", expected one file',
  ],
  [
    "a spreadsheet of OpenDocument",
    xlsx("mimetype", "content.xml", "META-INF/manifest.xml"),
    "in.csv: the file is an OpenDocument spreadsheet (.ods), expected CSV text; save it as CSV",
  ],
  [
    "an old workbook of Excel",
    concat(hex("d0cf11e0a1b11ae1"), new Uint8Array(2000)),
    "in.csv: the file is an Excel workbook of the old format (.xls), expected CSV text; save it as CSV",
  ],
  [
    "Parquet",
    concat(bytesOf("PAR1"), hex("1504150a"), bytesOf("PAR1")),
    "in.csv: the file is binary: a Parquet file, expected CSV text; write it as CSV",
  ],
  ["Arrow", bytesOf("ARROW1\0\0"), "in.csv: the file is binary: an Arrow file, expected CSV text; write it as CSV"],
  ["PDF", bytesOf("%PDF-1.7\n%\xb5\n1 0 obj\n"), "in.csv: the file is a PDF document, expected CSV text"],
  [
    "xz",
    concat(hex("fd377a585a0000"), bytesOf("\n")),
    "in.csv: the file is compressed with xz, expected CSV text; decompress it with xz -d",
  ],
  [
    "bzip2",
    concat(bytesOf("BZh9"), hex("314159265359"), bytesOf("\n")),
    "in.csv: the file is compressed with bzip2, expected CSV text; decompress it with bzip2 -d",
  ],
  ["7z", hex("377abcaf271c0004"), "in.csv: the file is a 7z archive, expected CSV text; decompress it with 7z x"],
  ["UTF-16 with a mark", utf16("\ufeffclose\n1\n2\n", true), other("UTF-16", 0, "UTF-16")],
  ["UTF-16 without a mark", utf16("close\n1\n2\n", true), other("UTF-16", 1, "UTF-16LE")],
  ["UTF-16 of the other order", utf16("close\n1\n2\n", false), other("UTF-16", 0, "UTF-16BE")],
  ["UTF-16 with other letters", utf16("Börse,Kurs,終値,close\n1,1,1,1\n", true), other("UTF-16", 1, "UTF-16LE")],
  ["UTF-32", hex("fffe000063000000"), other("UTF-32", 0, "UTF-32")],
  ["UTF-32 of the other order", hex("0000feff00000063"), other("UTF-32", 0, "UTF-32")],
  ["zeros in gzip", gzipOf("\0".repeat(100)), zero(0)],
];

for (const [name, bytes, message] of FILES) {
  Deno.test(`formats: ${name} is told by its first bytes, by a run and by inspect`, async () => {
    using folder = new Folder({ "in.csv": bytes, "auto.yaml": 'seed: 1\nwindow: 1\nversion: "v"\nlayout: auto\n' });
    const error = { code: 4, stderr: `batch-signal: ${message}\n` };
    const told = ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr });
    assertEquals(told(await folder.run()), error);
    assertEquals(told(await folder.run(JOB_FLAGS.map((word) => word === "config.yaml" ? "auto.yaml" : word))), error);
    assertEquals(told(await folder.run(["inspect", "in.csv"])), error);
    const piped = message.replace("in.csv", "standard input");
    const flags = JOB_FLAGS.map((word) => word === "in.csv" ? "-" : word);
    assertEquals((await folder.run(flags, bytes)).stderr, `batch-signal: ${piped}\n`);
  });
}

for (
  const text of ["PAR1,close\n1,1\n2,2\n", "ARROW,close\n1,1\n2,2\n", "7z,close\n1,1\n2,2\n", "BZh9,close\n1,1\n2,2\n"]
) {
  Deno.test(`formats: text that starts like another format is text: ${text.slice(0, 5)}`, async () => {
    using folder = new Folder({ "in.csv": text });
    assertEquals(JSON.parse((await folder.run()).stdout).rows_processed, 2);
  });
}

Deno.test({
  name: "formats: text in UTF-16 is told from other bytes, wherever in a file its first record starts",
  permissions: "none",
  fn() {
    const text = fc.string({ minLength: 3, unit: fc.constantFrom(...'close,1;\t"x') });
    fc.assert(fc.property(text, fc.boolean(), fc.nat({ max: 3 }), (text, isLittle, offset) => {
      // The bytes of half a character stand before it where it starts at an odd place.
      const bytes = concat(new Uint8Array(offset % 2).fill(0x41), utf16(text, isLittle));
      const error = assertThrows(() => refuseNoText(bytes, { file: "in.csv", line: 1 }, offset), JobError);
      assertEquals(error.remedy, `convert it with iconv -f UTF-16${isLittle ? "LE" : "BE"} -t UTF-8`);
    }));
    fc.assert(fc.property(fc.uint8Array({ min: 1 }), (bytes) => {
      if (bytes[0] === 0xff && bytes[1] === 0xfe || bytes[0] === 0xfe && bytes[1] === 0xff) return;
      refuseNoText(bytes, { file: "in.csv" }, 0);
    }));
  },
});

Deno.test("foreign: what looks like a mark of UTF-16 is one only where the file starts", async () => {
  using folder = new Folder({
    "config.yaml": 'seed: 1\nwindow: 1\nversion: "v"\nhas_header: false\nclose_column: 2\nskip_lines: 1\n',
  });
  folder.write("in.csv", concat(bytesOf("# j\n"), hex("fffe"), bytesOf(",1\nb,2\n")));
  const { code, stdout, stderr } = await folder.run(JOB_FLAGS);
  assertEquals([code, stderr, JSON.parse(stdout).rows_processed], [0, "", 2]);
});
