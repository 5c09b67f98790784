/**
 * Every length of a close, with its point anywhere, at every scale: the kernel reads it right or gives it back.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { BATCH_BYTES, MOST_DIGITS, UNQUOTED } from "../../lib/kernel/kernel.wasm";
import { callKernel, kernelChunk, kernelInput, prepareKernel } from "../../lib/kernel/scan.ts";
import { newScanState, type RecordShape } from "../../lib/kernel/scanner.ts";

const SHAPE: RecordShape = {
  fieldCount: 2,
  closeIndex: 1,
  wholeRecordQuoted: false,
  delimiter: ",".charCodeAt(0),
  decimalMark: ".".charCodeAt(0),
  timestampIndex: -1,
  timestampFields: 1,
  symbolIndex: -1,
};
const LONGEST = 40;
/** A field of more bytes is not looked at. */
const MOST_BYTES = 16;

/** The mantissa that the kernel reads; undefined where it gives the record back. */
function mantissaOf(field: string, decimals: number): number | undefined {
  // What stands before the field must make no difference, be it digits or a point.
  const record = `4.25.7,${field}\n`;
  const { written } = new TextEncoder().encodeInto(record, kernelInput);
  const bytes = kernelChunk(written);
  const state = newScanState(new Float64Array(2), decimals);
  prepareKernel(state, SHAPE);
  callKernel(state, SHAPE, bytes, bytes.length, BATCH_BYTES, UNQUOTED);
  return state.count === 1 ? state.mantissas[0] : undefined;
}

/** Whether a field is one that the kernel should read, so that no ordinary file is slow. */
function isForKernel(field: string, decimals: number): boolean {
  const [whole = "", fraction] = field.split(".");
  const isNumber = field !== "" && fraction !== "";
  return isNumber && field.length <= MOST_BYTES && (fraction ?? "").length <= decimals &&
    whole.length + decimals <= MOST_DIGITS;
}

Deno.test({
  name: "digits: of any length, with a point anywhere or none, at any scale",
  permissions: "none",
  fn() {
    for (let decimals = 0; decimals <= MOST_DIGITS; decimals++) {
      for (let length = 0; length <= LONGEST; length++) {
        const digits = "9081726354".repeat(LONGEST / 10).slice(0, length);
        const fields = Array.from({ length }, (_, n) => `${digits.slice(0, n)}.${digits.slice(n + 1)}`);
        for (const field of [digits, ...fields]) {
          const [whole = "", fraction = ""] = field.split(".");
          const mantissa = Number(BigInt(`${whole}${fraction.padEnd(decimals, "0")}`));
          const expected = isForKernel(field, decimals) ? mantissa : undefined;
          assertEquals(mantissaOf(field, decimals), expected, `${field} at ${decimals} decimals`);
        }
      }
    }
  },
});

Deno.test({
  name: "digits: a byte that is none, anywhere in a close",
  permissions: "none",
  fn() {
    for (const close of ["123456", "1234.56", ".123456"]) {
      for (let at = 0; at < close.length; at++) {
        for (const byte of ". -+/:eE\u0000") {
          const field = close.slice(0, at) + byte + close.slice(at + 1);
          const isNumber = /^[0-9]*\.?[0-9]+$/.test(field) && isForKernel(field, 6);
          assertEquals(mantissaOf(field, 6), isNumber ? Math.round(Number(field) * 1e6) : undefined, field);
        }
      }
    }
  },
});
