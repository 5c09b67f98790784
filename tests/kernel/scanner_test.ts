import { assertEquals } from "@std/assert";
import { scanKernel } from "../../lib/kernel/scan.ts";
import { newScanState, type PlainScan, scanPlain, type ScanStop } from "../../lib/kernel/scanner.ts";
import { shapeOf } from "../rows/shapes.ts";

interface Scan {
  readonly stop: ScanStop;
  readonly rest: string;
  readonly closes: readonly number[];
  readonly largest: number;
}

/** Scans a text of two columns whose second is the close. */
function scanWith(scan: PlainScan, text: string, decimals: number, capacity = 8): Scan {
  const bytes = new TextEncoder().encode(text);
  const mantissas = new Float64Array(capacity);
  const state = newScanState(mantissas, decimals);
  const stop = scan(state, shapeOf(2, 1), bytes, bytes.length);
  const rest = new TextDecoder().decode(bytes.subarray(state.position));
  return { stop, rest, closes: [...mantissas.subarray(0, state.count)], largest: state.largest };
}

const CASES: readonly [name: string, text: string, decimals: number, expected: Scan][] = [
  ["nothing", "", 0, { stop: "end", rest: "", closes: [], largest: 0 }],
  ["plain records", "a,1.5\nb,-22\r\nc,.25\nd,5.\n", 2, {
    stop: "end",
    rest: "",
    closes: [150, -2200, 25, 500],
    largest: 2200,
  }],
  ["a quote before", 'a,1\n"b",2\n', 0, { stop: "record", rest: '"b",2\n', closes: [1], largest: 1 }],
  ["a quoted close", 'a,1\nb,"2"\n', 0, { stop: "record", rest: 'b,"2"\n', closes: [1], largest: 1 }],
  ["a blank line", "a,1\n\nb,2\n", 0, { stop: "record", rest: "\nb,2\n", closes: [1], largest: 1 }],
  ["too few fields", "a,1\nb\nc,2\n", 0, { stop: "record", rest: "b\nc,2\n", closes: [1], largest: 1 }],
  ["too many fields", "a,1\nb,2,3\n", 0, { stop: "record", rest: "b,2,3\n", closes: [1], largest: 1 }],
  ["too many decimals", "a,1.5\nb,1.25\n", 1, { stop: "record", rest: "b,1.25\n", closes: [15], largest: 15 }],
  ["15 digits in all", "a,1234567890123.25\n", 2, {
    stop: "end",
    rest: "",
    closes: [123456789012325],
    largest: 123456789012325,
  }],
  ["16 digits in all", "a,12345678901234\n", 2, {
    stop: "record",
    rest: "a,12345678901234\n",
    closes: [],
    largest: 0,
  }],
  ["an exponent", "a,1e3\n", 0, { stop: "record", rest: "a,1e3\n", closes: [], largest: 0 }],
  ["a plus sign", "a,+1\n", 0, { stop: "record", rest: "a,+1\n", closes: [], largest: 0 }],
  ["a space", "a, 1\n", 0, { stop: "record", rest: "a, 1\n", closes: [], largest: 0 }],
  ["no digits", "a,-.\n", 0, { stop: "record", rest: "a,-.\n", closes: [], largest: 0 }],
  ["a carriage return inside", "a,1\r2\n", 0, { stop: "record", rest: "a,1\r2\n", closes: [], largest: 0 }],
  ["a byte above ASCII", "a,1\u00e9\n", 0, { stop: "record", rest: "a,1\u00e9\n", closes: [], largest: 0 }],
];

/** The kernel gives to the scanner what it can't prove, so it must stop at the same records. */
const SCANS = { scanner: scanPlain, kernel: scanKernel };

for (const [scanName, scan] of Object.entries(SCANS)) {
  for (const [name, text, decimals, expected] of CASES) {
    // Twice: as short as it is, and behind so many plain records that the kernel has whole batches to do.
    const before = "x,1\n".repeat(5000);
    Deno.test({
      name: `${scanName}: ${name}`,
      permissions: "none",
      fn() {
        // The kernel can do quotes by itself.
        if (scan === scanKernel && text.includes('"')) return assertEquals(scanWith(scan, text, decimals).rest, "");
        assertEquals(scanWith(scan, text, decimals), expected);
        const { closes, ...after } = scanWith(scan, before + text, decimals, 10_000);
        const { closes: expectedCloses, ...expectedAfter } = expected;
        assertEquals(closes.slice(5000), expectedCloses);
        assertEquals(after, { ...expectedAfter, largest: Math.max(expected.largest, 10 ** decimals) });
      },
    });
  }

  Deno.test({
    name: `${scanName}: stops when the array is full, and minus zero is zero`,
    permissions: "none",
    fn() {
      assertEquals(scanWith(scan, "a,1\nb,-0\nc,3\n", 0, 2), {
        stop: "full",
        rest: "c,3\n",
        closes: [1, 0],
        largest: 1,
      });
    },
  });
}
