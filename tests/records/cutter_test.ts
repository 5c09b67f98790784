import { assertEquals, assertThrows } from "@std/assert";
import { JobError } from "../../lib/errors.ts";
import { type CutRules, MOST_RECORD_BYTES, RecordCutter } from "../../lib/records/cutter.ts";
import { cut } from "../rows/read_closes.ts";
import { bytesOf, concat } from "../inputs/compressed.ts";

/** All that is said of a file's records. */
interface Said {
  readonly records: readonly (readonly [line: number, text: string])[];
  readonly lineEnds: { readonly lf: number; readonly crlf: number };
  readonly blankLines: number;
  readonly isUnterminated: boolean;
}

type SkippedLines = Pick<CutRules, "skipLines" | "linesAfterFirst">;
const NONE: SkippedLines = { skipLines: 0, linesAfterFirst: 0 };

function said(text: string, skipped: SkippedLines, length: number): Said {
  const found: [number, string][] = [];
  const file = new TextEncoder().encode(text);
  const record = (bytes: Uint8Array, start: number, next: number, line: number, base: number) => {
    const record = bytes.subarray(start, next);
    // A newline is put behind a last record that has none.
    assertEquals(record, concat(file.subarray(base + start, base + next), bytesOf("\n")).subarray(0, record.length));
    found.push([line, new TextDecoder("utf-8", { ignoreBOM: true }).decode(record).replace(/\r?\n$/, "")]);
  };
  const records = new RecordCutter("in.csv", { delimiter: 44, ...skipped }, { record });
  for (const chunk of cut(file, [length])) records.push(chunk);
  const isUnterminated = !records.end();
  const { lineEnds, blankLines } = records;
  return { records: found, lineEnds, blankLines, isUnterminated };
}

const FILES: readonly ({ name: string; text: string; skipped?: SkippedLines } & Partial<Said>)[] = [
  { name: "nothing", text: "" },
  { name: "LF", text: "a,b\n1,2\n", records: [[1, "a,b"], [2, "1,2"]], lineEnds: { lf: 2, crlf: 0 } },
  { name: "CRLF", text: "a,b\r\n1,2\r\n", records: [[1, "a,b"], [2, "1,2"]], lineEnds: { lf: 0, crlf: 2 } },
  { name: "both", text: "a\r\n1\n2\r\n", records: [[1, "a"], [2, "1"], [3, "2"]], lineEnds: { lf: 1, crlf: 2 } },
  { name: "no line end at the end", text: "a\n1", records: [[1, "a"], [2, "1"]], lineEnds: { lf: 1, crlf: 0 } },
  {
    name: "half a line end at the end",
    text: "a\r\n1\r",
    records: [[1, "a"], [2, "1"]],
    lineEnds: { lf: 0, crlf: 1 },
  },
  {
    name: "blank lines",
    text: "\na\n \t\n\r\n1\n",
    records: [[2, "a"], [5, "1"]],
    lineEnds: { lf: 4, crlf: 1 },
    blankLines: 3,
  },
  {
    name: "a byte-order mark, and another one that is text",
    text: "\ufeffa\n\ufeff1\n",
    records: [[1, "a"], [2, "\ufeff1"]],
    lineEnds: { lf: 2, crlf: 0 },
  },
  {
    name: "a newline in quotes",
    text: 'a,b\n"1\n2",3\n4,5\n',
    records: [[1, "a,b"], [2, '"1\n2",3'], [4, "4,5"]],
    lineEnds: { lf: 3, crlf: 0 },
  },
  {
    name: "quotes that do not end",
    text: 'a\n"1\n2\n',
    records: [[1, "a"]],
    lineEnds: { lf: 1, crlf: 0 },
    isUnterminated: true,
  },
  {
    name: "lines that are skipped",
    text: 'by "x\n\na\n---\n"\n1\n',
    skipped: { skipLines: 2, linesAfterFirst: 2 },
    records: [[3, "a"], [6, "1"]],
    lineEnds: { lf: 6, crlf: 0 },
  },
];

for (const { name, text, skipped = NONE, ...expected } of FILES) {
  Deno.test({ name: `records: ${name}, in chunks of any size`, permissions: "none" }, () => {
    const none = { records: [], lineEnds: { lf: 0, crlf: 0 }, blankLines: 0, isUnterminated: false };
    for (const length of [1, 2, 3, 5, 100]) assertEquals(said(text, skipped, length), { ...none, ...expected });
  });
}

Deno.test(
  { name: "records: the longest record is read, and a longer one refused with its line", permissions: "none" },
  () => {
    const file = (length: number) => `a\n"${"x\n".repeat(length / 2 - 1)}"\n`;
    assertEquals(said(file(MOST_RECORD_BYTES), NONE, 1 << 22).records[1]?.[1].length, MOST_RECORD_BYTES);
    const error = assertThrows(() => said(file(MOST_RECORD_BYTES + 2), NONE, 1 << 22), JobError);
    const most = `${MOST_RECORD_BYTES} bytes`;
    assertEquals(error.message, `in.csv:2: the record has more than ${most}, expected at most ${MOST_RECORD_BYTES}`);
  },
);
