import type { Mutant } from "./mutants.ts";

const READER = "lib/rows/reader.ts";
const CUTTER = "lib/records/cutter.ts";
const RECORD = "lib/records/record.ts";
const SCANNER = "lib/kernel/scanner.ts";
const KERNEL = "lib/kernel/scan.ts";
const BATCH = "lib/rows/batch.ts";
const ROW = "lib/rows/row.ts";
const DECIMAL = "lib/numbers/decimal.ts";
const HEADER = "lib/rows/header.ts";
const FORMATS = "lib/inputs/formats.ts";
const SOURCE = "lib/inputs/source.ts";

const readerTests = ["rows/reader_test.ts"];
const scannerTests = ["kernel/scanner_test.ts", "rows/reader_test.ts"];
const batchTests = ["rows/batch_test.ts"];
const decimalTests = ["numbers/decimal_test.ts", "rows/reader_test.ts"];
const sourceTests = ["inputs/source_test.ts", "main_test.ts"];

/** Faults between the bytes and the closes. */
export const READING_MUTANTS: readonly Mutant[] = [
  {
    fault: "the beginning of a record is dropped at a chunk's border",
    file: CUTTER,
    from: "this.#append(rest.subarray(consumed));",
    to: "",
    tests: readerTests,
  },
  {
    fault: "a carried record is read again with what follows it",
    file: CUTTER,
    from: "if (this.#cutCarried()) return piece.subarray(taken);",
    to: "if (this.#cutCarried()) return piece;",
    tests: readerTests,
  },
  {
    fault: "newlines in quotes do not count as lines",
    file: CUTTER,
    from: "this.#lines += end.lines;",
    to: "this.#lines += 1;",
    tests: readerTests,
  },
  {
    fault: "errors name the line before",
    file: CUTTER,
    from: "return this.#linesBefore + this.#lines + 1;",
    to: "return this.#linesBefore + this.#lines;",
    tests: readerTests,
  },
  {
    fault: "blank lines are not counted",
    file: CUTTER,
    from: "this.#blankLines += 1 + lines;",
    to: "",
    only: "blank lines and lines",
    tests: readerTests,
  },
  {
    fault: "a record of the most bytes is refused",
    file: CUTTER,
    from: "if (length > MOST_RECORD_BYTES) throw",
    to: "if (length >= MOST_RECORD_BYTES) throw",
    only: "a plain record of 16 MiB",
    tests: readerTests,
  },
  {
    fault: "a record without end is never given up",
    file: CUTTER,
    from: "this.#refuseTooLong(this.#carry.length - 1);",
    to: "",
    only: "given up at 16 MiB",
    tests: readerTests,
  },
  {
    fault: "a byte-order mark in the middle of a file is left out",
    file: CUTTER,
    from: "const start = base + position === 0 ? markLength(bytes) : position;",
    to: "const start = position + markLength(bytes.subarray(position));",
    tests: readerTests,
  },
  {
    fault: "byte offsets do not count what was read before",
    file: CUTTER,
    from: "this.#offset += consumed;",
    to: "",
    tests: readerTests,
  },
  {
    fault: "an empty file is read as no rows",
    file: READER,
    from: "if (this.#header === undefined) throw noHeader(this.#file, this.#cutter.bytes, this.#layout.hasHeader);",
    to: "",
    tests: readerTests,
  },
  {
    fault: "a quote that is never closed is let pass",
    file: READER,
    from: "if (!this.#cutter.end()) throw unterminatedQuote({ file: this.#file, line: this.#cutter.line });",
    to: "this.#cutter.end();",
    tests: readerTests,
  },
  {
    fault: "a doubled quote ends its field",
    file: RECORD,
    from: "else if (bytes[i + 1] === QUOTE && i + 1 < end) i++;",
    to: "",
    tests: readerTests,
  },
  {
    fault: "a quote in the middle of a field opens one",
    file: RECORD,
    from: "if (!quoted) quoted = fieldStarts;",
    to: "if (!quoted) quoted = true;",
    tests: readerTests,
  },
  {
    fault: "all but the first of several records in one quoted field are dropped",
    file: RECORD,
    from: "if (recordEnd.next < line.length) throw severalRecords(place);",
    to: "",
    tests: readerTests,
  },
  {
    fault: "the carriage return of a line end belongs to the last field",
    file: RECORD,
    from: "if (end > start && bytes[end - 1] === CR) end--;",
    to: "",
    tests: readerTests,
  },
  {
    fault: "the scanner takes closes of 16 digits, which doubles do not hold",
    file: SCANNER,
    from: "integerDigits + decimals > SCAN_DIGITS",
    to: "integerDigits + decimals > SCAN_DIGITS + 1",
    tests: scannerTests,
  },
  {
    fault: "the scanner takes records with fields missing or left over",
    file: SCANNER,
    from: "if (byte !== LF || field !== fieldCount - 1) {",
    to: "if (byte !== LF) {",
    tests: scannerTests,
  },
  {
    fault: "the scanner does not write closes in the common scale",
    file: SCANNER,
    from: "if (missing > 0) mantissa *= POWERS_OF_TEN[missing] ?? NaN;",
    to: "",
    tests: scannerTests,
  },
  {
    fault: "the scanner takes an empty close for 0",
    file: SCANNER,
    from: "integerDigits + fraction === 0 || missing < 0",
    to: "missing < 0",
    tests: scannerTests,
  },
  {
    fault: "the scanner writes past the end of a batch",
    file: SCANNER,
    from: "if (count === capacity) {",
    to: "if (count === capacity + 1) {",
    tests: scannerTests,
  },
  {
    fault: "the scanner gives the largest close too low",
    file: SCANNER,
    from: "if (mantissa > largest) largest = mantissa;",
    to: "",
    tests: scannerTests,
  },
  {
    fault: "the kernel is not told of a new scale",
    file: KERNEL,
    from: "scale = decimals;\n    kernel.setScale(scale);",
    to: "scale = decimals;\n    if (scale < 2) kernel.setScale(scale);",
    tests: readerTests,
  },
  {
    fault: "closes of the kernel overwrite those before them",
    file: KERNEL,
    from: "mantissas.set(closes.subarray(0, count), state.count);",
    to: "mantissas.set(closes.subarray(0, count), 0);",
    tests: readerTests,
  },
  {
    fault: "a record that the kernel refuses is left out",
    file: KERNEL,
    from: 'if (stop === REFUSED || state.position === before) return "record";',
    to: "if (stop === REFUSED || state.position === before) state.position = to;",
    tests: readerTests,
  },
  {
    fault: "the kernel gives the largest close too low",
    file: KERNEL,
    from: "state.largest = Math.max(state.largest, kernel.largest());",
    to: "",
    tests: readerTests,
  },
  {
    fault: "a batch that is full loses closes",
    file: BATCH,
    from: "if (state.count === BATCH_CLOSES) this.flush();",
    to: "",
    tests: batchTests,
  },
  {
    fault: "an odd close overtakes those before it",
    file: BATCH,
    from: "this.flush();\n        this.#sink.exact(close);",
    to: "this.#sink.exact(close);",
    tests: batchTests,
  },
  {
    fault: "a scale grows though the widest close would not fit it",
    file: BATCH,
    from: "this.#state.largest *= 10 ** (decimals - this.#state.decimals);",
    to: "this.#state.largest *= 1;",
    tests: batchTests,
  },
  {
    fault: "records with fields left over are read",
    file: ROW,
    from: "if (count !== fieldCount || close === undefined) {",
    to: "if (count < fieldCount || close === undefined) {",
    tests: readerTests,
  },
  {
    fault: "a symbol that is not UTF-8 is read",
    file: ROW,
    from: "if (notUtf8 !== undefined) throw notUtf8;",
    to: "if (notUtf8 !== undefined && count === 0) throw notUtf8;",
    tests: ["utf8_fields_test.ts"],
  },
  {
    fault: "a header that may be one name is always several",
    file: HEADER,
    from: "return isOneField ? asOneName : asRecord;",
    to: "return asRecord;",
    tests: ["rows/layouts_test.ts"],
  },
  {
    fault: "a quoted field of a table with one column is taken for a record",
    file: ROW,
    from: "header.fieldCount > 1 ? onlyQuotedField(bytes, start, end) : undefined",
    to: "header.fieldCount > 0 ? onlyQuotedField(bytes, start, end) : undefined",
    tests: ["rows/layouts_test.ts"],
  },
  {
    fault: "a close of the most digits is refused",
    file: DECIMAL,
    from: "if (end - first > MOST_DIGITS) return",
    to: "if (end - first >= MOST_DIGITS) return",
    tests: decimalTests,
  },
  {
    fault: "a close of the largest exponent is refused",
    file: DECIMAL,
    from: "Math.abs(scientificExponent) > MOST_EXPONENT",
    to: "Math.abs(scientificExponent) >= MOST_EXPONENT",
    tests: decimalTests,
  },
  {
    fault: "zeros at the end of a long close change its value",
    file: DECIMAL,
    from: "fraction.length - exponent - droppedZeros }",
    to: "fraction.length - exponent }",
    tests: decimalTests,
  },
  {
    fault: "a minus is left out",
    file: DECIMAL,
    from: 'sign === "-" ? -magnitude : magnitude',
    to: "magnitude",
    tests: decimalTests,
  },
  {
    fault: "a tab beside a close is no blank",
    file: DECIMAL,
    from: 'return character === " " || character === "\\t";',
    to: 'return character === " ";',
    tests: decimalTests,
  },
  {
    fault: "a column Close is not found",
    file: HEADER,
    from: "if (comparedName(name) !== one.name) continue;",
    to: "if (name !== one.name) continue;",
    tests: readerTests,
  },
  {
    fault: "of two columns close the first is taken",
    file: HEADER,
    from: "if (times > 1) throw",
    to: "if (times > 2) throw",
    tests: readerTests,
  },
  {
    fault: "UTF-16 without a mark is not noticed",
    file: FORMATS,
    from: "if (zero < 0) return;",
    to: "return;",
    tests: readerTests,
  },
  {
    fault: "a chunk of a pipe is overwritten while it is looked at",
    file: SOURCE,
    from: "[current, next] = [next, current];",
    to: "",
    tests: sourceTests,
  },
  {
    fault: "a file that was written to while it was read is believed",
    file: SOURCE,
    from: "if (after.size !== before.size || after.mtime?.getTime() !== before.mtime?.getTime()) {",
    to: "if (after.size < 0) {",
    tests: sourceTests,
  },
  {
    fault: "half of a surrogate pair is taken for a character",
    file: "lib/text/utf8.ts",
    from: "const most = n === 1 && first === 0xed ? 0x9f : n === 1 && first === 0xf4 ? 0x8f : 0xbf;",
    to: "const most = n === 1 && first === 0xf4 ? 0x8f : 0xbf;",
    tests: ["text/utf8_test.ts"],
  },
];
