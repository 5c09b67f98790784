import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { kernelChunk, kernelInput, scanKernel } from "../../lib/kernel/scan.ts";
import { JobError } from "../../lib/errors.ts";
import { BATCH_BYTES } from "../../lib/kernel/kernel.wasm";
import { newScanState, type RecordShape } from "../../lib/kernel/scanner.ts";
import { CloseBatch } from "../../lib/rows/batch.ts";
import { CandleReader } from "../../lib/rows/reader.ts";
import type { ReadSummary } from "../../lib/rows/summary.ts";
import { readCloses } from "../reference.ts";
import { canonical, canonicalFraction, CAREFUL_ONLY, cut, readChunks, type ReadCloses } from "../rows/read_closes.ts";

const encoder = new TextEncoder();

/** Reads a text as a file is read: a megabyte at a time, put where the kernel reads it in place. */
function readInPlace(text: string): { closes: string[]; summary: ReadSummary } {
  const closes: string[] = [];
  const batch = new CloseBatch({
    scaled({ mantissas, count, decimals }) {
      for (const mantissa of mantissas.subarray(0, count)) closes.push(canonical(BigInt(mantissa), decimals));
    },
    exact: ({ mantissa, decimals }) => closes.push(canonical(mantissa, decimals)),
  }, scanKernel);
  const reader = new CandleReader("in.csv", batch);
  for (const chunk of cut(encoder.encode(text), [kernelInput.length])) {
    kernelInput.set(chunk);
    reader.push(kernelChunk(chunk.length));
  }
  reader.end();
  batch.end();
  return { closes, summary: reader.summary };
}

/** A file of `rows` records, each as `record` writes it. */
function file(header: string, record: (row: number) => string, rows = 12_000): string {
  return header + Array.from({ length: rows }, (_, row) => record(row)).join("");
}

const close = (row: number) => `${42_000 + (row * 7919) % 1000}.${String((row * 31) % 100).padStart(2, "0")}`;

/**
 * Shapes of candle files that are to be fast, with how many of their rows may take the careful path. The first row does
 * where it has decimals: it sets the scale.
 */
const SHAPES: readonly [name: string, text: string, careful: number][] = [
  ["narrow", file("t,close\n", (row) => `${row},${close(row)}\n`), 1],
  ["one column", file("close\n", (row) => `${close(row)}\n`), 1],
  ["one digit", file("close\n", (row) => `${row % 10}\n`, 100_000), 0],
  ["CRLF", file("t,close,u\r\n", (row) => `${row},${close(row)},1\r\n`), 1],
  ["CRLF, close last", file("t,close\r\n", (row) => `${row},${close(row)}\r\n`), 1],
  ["close first", file("close,t\n", (row) => `${close(row)},${row}\n`), 1],
  ["wide", file(`${"x,".repeat(40)}close\n`, (row) => `${"123.456,".repeat(40)}${close(row)}\n`, 8000), 1],
  ["empty fields", file("a,b,close,c,d\n", (row) => `,,${close(row)},,\n`), 1],
  ["long fields", file("a,close\n", (row) => `${"y".repeat(300 + row % 700)},${close(row)}\n`, 5000), 1],
  ["fewer decimals now and then", file("t,close\n", (row) => `${row},${row % 3 ? close(row) : row}\n`), 2],
  ["negative", file("t,close\n", (row) => `${row},-${close(row)}\n`), 1],
  ["quoted", file('"t","close","u"\n', (row) => `"${row}","${close(row)}","1"\n`), 2],
  ["quoted, CRLF", file('"t","close"\r\n', (row) => `"${row}","${close(row)}"\r\n`), 2],
  ["quoted, close first", file('"close","t"\n', (row) => `"${close(row)}","${row}"\n`), 2],
  ["some quoted", file("t,close\n", (row) => `${row % 2 ? row : `"${row}"`},${close(row)}\n`), 2],
  [
    "quoted, then not",
    file('"t","close"\n', (row) => row < 6000 ? `"${row}","${close(row)}"\n` : `${row},"${close(row)}"\n`),
    2,
  ],
  ["quoted, one of them empty", file('"","close"\n', (row) => `"","${close(row)}"\n`), 2],
  ["quoted with commas", file("t,close\n", (row) => `"${row},""x"", y",${close(row)}\n`), 2],
  ["whole records quoted", file('"t,close,u"\n', (row) => `"${row},${close(row)},1"\n`), 2],
  ["whole records quoted, CRLF", file('"t,close"\r\n', (row) => `"${row},${close(row)}"\r\n`), 2],
  ["whole records quoted, close first", file('"close,t"\n', (row) => `"${close(row)},${row}"\n`), 2],
];

for (const [name, text, careful] of SHAPES) {
  Deno.test({
    name: `kernel: ${name}, all but ${careful} by the fast path`,
    permissions: "none",
    fn() {
      const expected = readCloses(text).map(canonicalFraction);
      const { closes, summary } = readInPlace(text);
      assertEquals(closes, expected);
      assertEquals([summary.rows, summary.lines], [expected.length, expected.length + 1]);
      assert(summary.carefulRows <= careful, `${summary.carefulRows} rows took the careful path`);
      // Where it has to be copied, in pieces that end anywhere.
      assertEquals(readChunks(cut(encoder.encode(text), [70_001])).closes, expected);
    },
  });
}

const CAREFUL_RECORDS = {
  "a blank line": "\n",
  "an exponent": "1,1e3\n",
  "a space": "1, 7\n",
  "a quote": '"1",7\n',
  "a newline in quotes": '"1\n2",7\n',
  "many digits": "1,123456789012345678.5\n",
  "a plus sign": "1,+7\n",
};
for (const [name, odd] of Object.entries(CAREFUL_RECORDS)) {
  for (const quoted of [false, true]) {
    Deno.test({
      name: `kernel: ${name} among ${quoted ? "quoted" : "plain"} records costs a few records`,
      permissions: "none",
      fn() {
        const plain = (row: number) => quoted ? `"${row}","${close(row)}"\n` : `${row},${close(row)}\n`;
        const text = file("t,close\n", (row) => row % 4000 === 2000 ? odd : plain(row));
        const { closes, summary } = readInPlace(text);
        assertEquals(closes, readCloses(text).map(canonicalFraction));
        // There are 3 such records; beside quotes the kernel comes as close to them as a small batch.
        assert(
          summary.carefulRows <= (quoted || odd.includes('"') ? 20 : 4),
          `${summary.carefulRows} rows took the careful path`,
        );
      },
    });
  }
}

// --- against the careful path, on files with all sorts of widths

const digits = fc.integer({ min: 0, max: 999_999_999 }).map(String);
const number = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(digits, digits).map(([whole, part]) => `${whole}.${part.slice(0, 4)}`) },
  { weight: 4, arbitrary: digits },
  { weight: 1, arbitrary: fc.constantFrom(".5", "5.", "000000000001.5", "999999999999999", "-1.25", "1e2") },
);
const filler = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: fc.constantFrom(..."abc 0123456789.:-"), maxLength: 30 }) },
  { weight: 1, arbitrary: fc.constantFrom("", "\u00e9\u4e16", "x".repeat(70), "x".repeat(500)) },
);

/** Records of one shape, repeated until they fill several batches. */
function longFile(rows: readonly (readonly [string, string])[], before: number, after: number, quotes: string): string {
  const row = ([field, close]: readonly [string, string]) => {
    const q = quotes === "fields" ? '"' : "";
    const record = [...Array(before).fill(`${q}${field}${q}`), `${q}${close}${q}`, ...Array(after).fill(field)].join(
      ",",
    );
    return quotes === "records" ? `"${record}"` : record;
  };
  const header = row(["t", "close"]);
  const lines = rows.map(row);
  return [header, ...Array.from({ length: 300 }, (_, n) => lines[(n * n + n) % lines.length])].join("\n") + "\n";
}

Deno.test({
  name: "kernel: any long file gives what the careful path gives",
  permissions: "none",
  fn() {
    const shape = fc.record({
      rows: fc.array(fc.tuple(filler, number), { minLength: 1, maxLength: 30 }),
      before: fc.nat(6),
      after: fc.nat(6),
      quotes: fc.constantFrom("none", "fields", "records"),
    });
    fc.assert(
      fc.property(shape, ({ rows, before, after, quotes }) => {
        // A file of one column in quotes is no file of whole records.
        const text = longFile(rows, before, after, quotes === "records" && before + after === 0 ? "none" : quotes);
        const expected = readChunks([encoder.encode(text)], CAREFUL_ONLY);
        const { closes, summary } = readInPlace(text);
        assertEquals(closes, expected.closes);
        assertEquals([summary.rows, summary.lines], [expected.summary.rows, expected.summary.lines]);
      }),
      { numRuns: 400 },
    );
  },
});

// --- files whose fields are all quoted: the kernel counts their quotes instead of following them

/** What a text of records gives, or the error that it ends in. */
function outcome(read: () => Pick<ReadCloses, "closes" | "summary">): unknown {
  try {
    const { closes, summary: { rows, lines } } = read();
    return { closes, rows, lines };
  } catch (error) {
    if (error instanceof JobError) return error.message;
    throw error;
  }
}

function assertAsCareful(text: string): void {
  assertEquals(
    outcome(() => readInPlace(text)),
    outcome(() => readChunks([encoder.encode(text)], CAREFUL_ONLY)),
    JSON.stringify(text.slice(0, 9000)),
  );
}

/** Two batches of the kernel and more, each record of 24 bytes. */
const allQuoted = (row: number) => `"${String(row).padStart(7, "0")}","${close(row)}","1"\n`;
const ALL_QUOTED = file('"t","close","u"\n', allQuoted, 400);
const ALL_QUOTED_SHAPE: RecordShape = {
  ...{ fieldCount: 3, closeIndex: 1, wholeRecordQuoted: false, delimiter: 44, decimalMark: 46 },
  timestampIndex: -1,
  timestampFields: 1,
  symbolIndex: -1,
};

/** Records that are not as the others, beside such as look so, with the quotes that the kernel counts. */
const ODD_QUOTES = [
  '"1","42000.75",1\n',
  '1,"42000.75","1"\n',
  '"1",42000.75,"1"\n',
  '"1","42000.75","1"\r\n',
  '"","42000.75",""\n',
  '"1,2","42000.75","1"\n',
  '"1\n2","42000.75","1"\n',
  '",","42000.75","\n"\n',
  '"""","42000.75","1"\n',
  '""",""","42000.75","1"\n',
  '"a"",""b","42000.75","1"\n',
  '"a"b","42000.75","1"\n',
  '"a"b","42000.75",","\n',
  '"b"c","42000.75","\n',
  '","42000.75","b"c"\n',
  '1"","42000.75","1"\n',
  '"1",42000.75"","1"\n',
  '"1","42000.75",1""\n',
  '""1,"42000.75","1"\n',
  '"1","42000.75",""1\n',
  '"1","42000.75","1",""\n',
  '"1","42000.75"\n',
  '"1","","1"\n',
  '"1","42000"75","1"\n',
  '"1",""42000.75"","1"\n',
  '"1" ,"42000.75","1"\n',
  '"1", "42000.75","1"\n',
  '"1","42000.75""1"\n',
  '"1","42000.75","1\n',
  "\n",
];
/** Where a scan stops that begins with records whose fields are all quoted, and how many closes it has read. */
function scanAllQuoted(text: string): { position: number; count: number } {
  const bytes = encoder.encode(text);
  kernelInput.set(bytes);
  const state = newScanState(new Float64Array(1000), 2);
  state.quoted = true;
  scanKernel(state, ALL_QUOTED_SHAPE, kernelChunk(bytes.length), bytes.length);
  return state;
}

for (const odd of ODD_QUOTES) {
  Deno.test({
    name: `kernel: ${JSON.stringify(odd)} among fields that are all quoted, wherever it stands`,
    permissions: "none",
    fn() {
      const [header = "", ...lines] = ALL_QUOTED.split(/(?<=\n)/);
      const before = lines.slice(0, 150).join("");
      const after = lines.slice(150).join("");
      const careful = outcome(() => readChunks([encoder.encode(header + odd + after)], CAREFUL_ONLY));
      // Its bytes come to stand on both sides of the end of a batch, at each place of a block.
      for (let shift = -64; shift <= 64; shift++) {
        const padded = before.replace("0", "0".repeat(1 + BATCH_BYTES + shift - before.length));
        assertEquals(padded.length, BATCH_BYTES + shift);
        const text = padded + odd + after;
        const { position, count } = scanAllQuoted(text);
        if (typeof careful === "string") assert(position <= padded.length, `${shift}: an invalid record was read`);
        else assert(position <= padded.length || count === text.split("\n").length - 1, `${shift}: ${count} closes`);
      }
      assertAsCareful(header + before + odd + after);
    },
  });
}

Deno.test({
  name: "kernel: fields that are all quoted, changed anywhere, give what the careful path gives",
  permissions: "none",
  fn() {
    const edit = fc.record({
      at: fc.integer({ min: 16, max: ALL_QUOTED.length }),
      removed: fc.nat(3),
      added: fc.string({ unit: fc.constantFrom('"', ",", "\n", '"', "7", "\r"), maxLength: 6 }),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        let text = ALL_QUOTED;
        for (const { at, removed, added } of edits) text = text.slice(0, at) + added + text.slice(at + removed);
        assertAsCareful(text);
      }),
      { numRuns: 1500 },
    );
  },
});
