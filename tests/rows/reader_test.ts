import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { scanKernel } from "../../lib/kernel/scan.ts";
import { CloseBatch } from "../../lib/rows/batch.ts";
import { MOST_RECORD_BYTES } from "../../lib/records/cutter.ts";
import { NOTHING_READ } from "../../lib/rows/summary.ts";
import { CandleReader } from "../../lib/rows/reader.ts";
import { type PlainScan, scanPlain } from "../../lib/kernel/scanner.ts";
import { JobError } from "../../lib/errors.ts";
import { readCloses, readFraction, Refusal } from "../reference.ts";
import { CANDLE_CASES } from "./cases.ts";
import { candleFile, invalidNumber, number } from "./candle_files.ts";
import { canonicalFraction, CAREFUL_ONLY, cut, readChunks } from "./read_closes.ts";

const encoder = new TextEncoder();
const bytesOf = (input: string | Uint8Array<ArrayBuffer>) => typeof input === "string" ? encoder.encode(input) : input;
const asCanonical = (text: string) => {
  const fraction = readFraction(text);
  if (fraction === undefined) throw new Error(`the case spells no number: ${text}`);
  return canonicalFraction(fraction);
};

/** Closes, or the message of the error: one value to compare two ways of reading with. */
function outcome(chunks: Iterable<Uint8Array>, scan: PlainScan): readonly string[] | string {
  try {
    return readChunks(chunks, scan).closes;
  } catch (error) {
    if (error instanceof JobError) return error.message;
    throw error;
  }
}

const PATHS = { kernel: scanKernel, scanner: scanPlain, "careful path": CAREFUL_ONLY };

for (const { name, input, closes, error, isTextual } of CANDLE_CASES) {
  const bytes = bytesOf(input);
  const expected = error ?? (closes ?? []).map(asCanonical);

  for (const [path, scan] of Object.entries(PATHS)) {
    Deno.test({
      name: `reader, ${path}: ${name}`,
      permissions: "none",
      fn() {
        assertEquals(outcome([bytes], scan), expected);
        assertEquals(outcome(cut(bytes, [1]), scan), expected, "byte by byte");
        // A record of thousands of bytes is cut at every byte near its ends, where it differs from a short one.
        for (let at = 0; at <= bytes.length; at += at > 400 && at < bytes.length - 400 ? 97 : 1) {
          assertEquals(outcome([bytes.slice(0, at), bytes.slice(at)], scan), expected, `cut at byte ${at}`);
        }
      },
    });
  }
  if (isTextual !== false) {
    Deno.test({
      name: `reference: ${name}`,
      permissions: "none",
      fn() {
        const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
        if (error === undefined) {
          assertEquals(readCloses(text).map(canonicalFraction), expected);
        } else if (/significant digits|an exponent from|carriage return/.test(error)) {
          // Limits of the product, not of the rules of CSV and numbers: the reference has none.
        } else {
          const refusal = assertThrows(() => readCloses(text), Refusal);
          assertEquals(refusal.line, Number(/^in\.csv:(\d+):/.exec(error)?.[1] ?? NaN) || undefined);
        }
      },
    });
  }
}

// --- generated files

const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });

Deno.test({
  name: "reader: valid files give the reference's closes, on both paths, however they are cut",
  permissions: "none",
  fn() {
    fc.assert(
      fc.property(candleFile(number, 0), lengths, (text, pieces) => {
        const bytes = encoder.encode(text);
        const expected = readCloses(text).map(canonicalFraction);
        for (const scan of Object.values(PATHS)) {
          assertEquals(outcome([bytes], scan), expected);
          assertEquals(outcome(cut(bytes, pieces), scan), expected);
        }
      }),
      { numRuns: 400 },
    );
  },
});

Deno.test({
  name: "reader: files with faults are refused at the reference's line, with one message, however they are cut",
  permissions: "none",
  fn() {
    const faulty = candleFile(fc.oneof({ weight: 12, arbitrary: number }, { weight: 1, arbitrary: invalidNumber }), 1);
    fc.assert(
      fc.property(faulty, lengths, (text, pieces) => {
        const bytes = encoder.encode(text);
        const whole = outcome([bytes], scanPlain);
        assertEquals(outcome(cut(bytes, pieces), scanPlain), whole);
        assertEquals(outcome(cut(bytes, pieces), CAREFUL_ONLY), whole);
        try {
          assertEquals(whole, readCloses(text).map(canonicalFraction));
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          assert(typeof whole === "string" && whole.startsWith(`in.csv:${error.line}: `), `${whole} at ${error.line}`);
        }
      }),
      { numRuns: 400 },
    );
  },
});

// --- long files and long records

Deno.test({
  name: "reader: more closes than a batch holds, all by the scanner",
  permissions: "none",
  fn() {
    const rows = 50_000;
    const text = `t,close\n${Array.from({ length: rows }, (_, n) => `${n},${n}.5\n`).join("")}`;
    const { closes, summary } = readChunks(cut(encoder.encode(text), [4093]));
    assertEquals(closes.length, rows);
    assertEquals(closes.at(-1), `${rows - 1}5e-1`);
    assertEquals(summary, {
      ...NOTHING_READ,
      bytes: text.length,
      lines: rows + 1,
      blankLines: 0,
      rows,
      // The first close sets the scale.
      carefulRows: 1,
    });
  },
});

Deno.test({
  name: "reader: a record for the careful path costs one record",
  permissions: "none",
  fn() {
    const rows = Array.from({ length: 1000 }, (_, n) => n === 500 ? "500,7.5e0\n" : `${n},${n}.5\n`);
    const { summary } = readChunks([encoder.encode(`t,close\n${rows.join("")}`)]);
    assertEquals(summary.carefulRows, 2);
  },
});

const tooLong = `in.csv:2: the record has more than ${MOST_RECORD_BYTES} bytes, expected at most ${MOST_RECORD_BYTES}`;
const LONG_RECORDS: readonly { name: string; record: (length: number) => string }[] = [
  { name: "plain", record: (length) => `${"x".repeat(length - 2)},5` },
  { name: "quoted", record: (length) => `"${"x".repeat(length - 4)}",5` },
  { name: "quoted over lines", record: (length) => `"${"x\n".repeat((length - 4) / 2)}",5` },
];

for (const { name, record } of LONG_RECORDS) {
  for (const lineEnd of ["\n", "\r\n", ""]) {
    Deno.test({
      name: `reader: a ${name} record of 16 MiB is read and a longer one refused, line end ${JSON.stringify(lineEnd)}`,
      permissions: "none",
      fn() {
        const read = (length: number) => outcome([encoder.encode(`t,close\n${record(length)}${lineEnd}`)], scanPlain);
        assertEquals(read(MOST_RECORD_BYTES), ["5e0"]);
        // Records with newlines in them have an even length here.
        assertEquals(read(MOST_RECORD_BYTES + (name === "quoted over lines" ? 2 : 1)), tooLong);
      },
    });
  }
}

Deno.test({
  name: "reader: a long record over many lines does no harm to long records after it",
  permissions: "none",
  fn() {
    const long = `"${"x\n".repeat(4_700_000)}",1\n`;
    const rows = Array.from({ length: 9 }, (_, n) => `${"y".repeat(3 << 20)},${n}\n`).join("");
    const bytes = encoder.encode(`t,close\n${long}${rows}2,z\n`);
    for (const length of [1 << 16, 1 << 20, bytes.length]) {
      assertEquals(
        outcome(cut(bytes, [length]), scanPlain),
        'in.csv:4700012: close is "z", expected a decimal number',
      );
    }
  },
});

Deno.test({
  name: "reader: blank lines and lines are counted",
  permissions: "none",
  fn() {
    const text = '\nt,close\n\n1,2\n \t\n"a\n\nb",3\n\n';
    assertEquals(readChunks([encoder.encode(text)]).summary, {
      ...NOTHING_READ,
      bytes: text.length,
      lines: 9,
      blankLines: 4,
      rows: 2,
      carefulRows: 1,
    });
  },
});

Deno.test({
  name: "reader: a byte that is not UTF-8 is named by its offset, however a file with quoted newlines is cut",
  permissions: "none",
  fn() {
    const before = encoder.encode(
      `t,close\n${Array.from({ length: 40 }, (_, n) => `"a\nb\n${"c".repeat(n)}",${n}\n`).join("")}`,
    );
    const bytes = Uint8Array.from([...before, ...encoder.encode("1,2"), 0xff, 10]);
    const expected = `in.csv:122: close is not UTF-8 at byte offset ${before.length + 3}, expected a decimal number`;
    for (let length = 1; length < 300; length++) {
      assertEquals(outcome(cut(bytes, [length]), scanPlain), expected, `in pieces of ${length}`);
      assertEquals(outcome(cut(bytes, [length, 7, 90]), CAREFUL_ONLY), expected, `in pieces of ${length}, 7 and 90`);
    }
  },
});

Deno.test({
  name: "reader: a file without line ends is given up at 16 MiB",
  permissions: "none",
  fn() {
    const reader = new CandleReader("in.csv", new CloseBatch({ scaled() {}, exact() {} }, scanKernel));
    const chunk = new Uint8Array(1 << 20).fill(120);
    let pushed = 0;
    const error = assertThrows(() => {
      for (; pushed < 100; pushed++) reader.push(chunk);
    }, JobError);
    assertEquals(error.message, tooLong.replace("in.csv:2", "in.csv:1"));
    assertEquals(pushed, 16);
  },
});

Deno.test({
  name: "reader: a quote that is never closed is given up at 16 MiB, at its line",
  permissions: "none",
  fn() {
    const reader = new CandleReader("in.csv", new CloseBatch({ scaled() {}, exact() {} }, scanKernel));
    reader.push(encoder.encode('t,close\n"1,2\n'));
    const chunk = encoder.encode("3,4\n".repeat(1 << 16));
    const error = assertThrows(() => {
      for (let n = 0; n < 400; n++) reader.push(chunk);
    }, JobError);
    assertEquals(error.message, tooLong);
  },
});
