/**
 * The kernel's TypeScript face: {@linkcode PlainScan} in WebAssembly, many times faster than byte by byte.
 *
 * The kernel reads batches of records that it can prove, and gives the others back. Of those, records without quotes go
 * through {@linkcode scanPlain}, which finds the one that is in the way: so a record for the careful path costs itself and
 * a few neighbours, and closes that the kernel can't prove (negative ones, say) cost no more than that scanner does. Where
 * there are quotes the kernel comes closer by itself, with small batches.
 *
 * @module
 */
import { COMMA, DOT, LF, QUOTE } from "../records/ascii.ts";
import { type PlainScan, type RecordShape, scanPlain, type ScanState, type ScanStop } from "./scanner.ts";
import * as kernel from "./kernel.wasm";
import {
  BATCH_BYTES,
  BLOCK_BYTES,
  FULL,
  MOST_CLOSES,
  MOST_FIELDS,
  NOTHING,
  QUOTED,
  REFUSED,
  UNQUOTED,
  WRAPPED,
} from "./kernel.wasm";
import { memory } from "./memory.ts";

/** Enough for a record or a few. */
export const SMALL_BATCH_BYTES: number = BLOCK_BYTES;
/** After a record for the careful path, so much is looked at in small steps before whole batches are tried again. */
const NEAR_BYTES = 1 << 10;
/** Bytes for one call: V8 puts better code in place between two calls. */
export const CALL_BYTES: number = kernel.STAGING_BYTES;

const closes = new Float64Array(memory, kernel.CLOSES, MOST_CLOSES);
// The kernel looks at whole blocks, and so at some bytes behind the end of a text.
const staging = new Uint8Array(memory, kernel.STAGING, CALL_BYTES + BLOCK_BYTES);

/** Where text is best put: the kernel reads it in place, while it has to copy what is elsewhere. One for each thread. */
export const kernelInput: Uint8Array = new Uint8Array(memory, kernel.INPUT, kernel.INPUT_BYTES);

const ahead = (n: number) => new Uint8Array(memory, kernel.AHEAD + n * kernel.AHEAD_STRIDE, kernel.AHEAD_BYTES);
/** Where text is best put that is read while other text is looked at; the symbols of a job need this room for themselves. */
export const kernelInputsAhead: readonly [Uint8Array, Uint8Array] = [ahead(0), ahead(1)];

/**
 * The first `length` bytes of {@linkcode kernelInput}, or of another place of that kind. What was read before and is still
 * behind them gets out of the way: it would do no harm, but a quote in it might make the kernel give back the last records.
 */
export function kernelChunk(length: number, input: Uint8Array = kernelInput): Uint8Array {
  new Uint8Array(memory, input.byteOffset + length, BLOCK_BYTES).fill(0);
  return input.subarray(0, length);
}

let scale = -1;
let marks: readonly [delimiter: number, decimalMark: number] = [-1, -1];
/** Position of the end of the batch that was refused last. */
let refusedEnd = 0;

/** Tells the kernel how closes are written. There is one kernel for each thread, and whoever uses it may have told it else. */
export function prepareKernel({ decimals }: ScanState, { delimiter, decimalMark }: RecordShape): void {
  if (scale !== decimals) {
    scale = decimals;
    kernel.setScale(scale);
  }
  if (marks[0] !== delimiter || marks[1] !== decimalMark) {
    marks = [delimiter, decimalMark];
    kernel.setMarks(delimiter, decimalMark);
  }
}

/** {@linkcode PlainScan} by the kernel. It also reads quoted fields, and records that are quoted as a whole. */
export const scanKernel: PlainScan = (state, shape, bytes, end) => {
  if (shape.fieldCount > MOST_FIELDS) return scanPlain(state, shape, bytes, end);
  prepareKernel(state, shape);
  let callBytes = CALL_BYTES;
  while (state.position < end) {
    const from = state.position;
    const quoting = shape.wholeRecordQuoted ? WRAPPED : state.quoted ? QUOTED : UNQUOTED;
    let nearEnd = from + NEAR_BYTES;
    if (!state.wasCareful) {
      const to = Math.min(from + callBytes, end);
      const stop = callKernel(state, shape, bytes, to, BATCH_BYTES, quoting);
      if (stop === FULL) return state.count > 0 ? "full" : scanPlain(state, shape, bytes, end);
      if (stop !== REFUSED) {
        if (state.position > from) continue;
        // Not one whole record: it is longer than what was looked at, or a newline in quotes has passed for its end.
        if (to === end || isStaged(bytes)) return "record";
        callBytes = end - from;
        continue;
      }
      nearEnd = refusedEnd;
    }
    // There is a newline at the end of what is looked at closely, or behind it: there a scan can be told to end.
    const lineEnd = bytes.indexOf(LF, Math.min(nearEnd, end) - 1) + 1;
    const stop = scanNear(state, shape, bytes, lineEnd, quoting);
    const isQuoteMet = stop === "record" && quoting === UNQUOTED && isQuoteNext(bytes, state.position);
    state.quoted ||= isQuoteMet;
    // Where one record takes the careful path, the next is often near, and the batch with it would be read in vain.
    state.wasCareful = stop === "record" && !isQuoteMet;
    if (stop !== "end" && !isQuoteMet) return stop;
  }
  return "end";
};

/** Goes on up to `to`, or to the record that is in the way, in small steps. */
function scanNear(state: ScanState, shape: RecordShape, bytes: Uint8Array, to: number, quoting: number): ScanStop {
  const isForScanner = shape.delimiter === COMMA && shape.decimalMark === DOT;
  if (quoting === UNQUOTED && isForScanner) return scanPlain(state, shape, bytes, to);
  while (state.position < to) {
    const before = state.position;
    const stop = callKernel(state, shape, bytes, to, SMALL_BATCH_BYTES, quoting);
    if (stop === FULL) return state.count > 0 ? "full" : "record";
    if (stop === REFUSED || state.position === before) return "record";
  }
  return "end";
}

/**
 * One call of the kernel, on `bytes` from `state.position` to `to` or less. Returns how it stopped.
 *
 * @param beside What the kernel is to look at beside the closes.
 */
export function callKernel(
  state: ScanState,
  { fieldCount, closeIndex }: RecordShape,
  bytes: Uint8Array,
  to: number,
  batchBytes: number,
  quoting: number,
  beside = NOTHING,
): number {
  const { mantissas, position: from } = state;
  let address = bytes.byteOffset + from;
  let length = to - from;
  if (isStaged(bytes)) {
    length = Math.min(length, CALL_BYTES);
    staging.set(bytes.subarray(from, from + length));
    staging.fill(0, length, length + BLOCK_BYTES);
    address = staging.byteOffset;
  }
  const isCollected = mantissas.buffer === memory;
  const target = isCollected ? mantissas.byteOffset + state.count * mantissas.BYTES_PER_ELEMENT : closes.byteOffset;
  const room = Math.min(mantissas.length - state.count, MOST_CLOSES);
  const stop = kernel.scan(
    address,
    address + length,
    fieldCount,
    closeIndex,
    target,
    room,
    batchBytes,
    quoting,
    beside,
    state.count,
  );
  const count = kernel.closes();
  if (!isCollected) mantissas.set(closes.subarray(0, count), state.count);
  state.count += count;
  state.position = from + kernel.position() - address;
  state.largest = Math.max(state.largest, kernel.largest());
  // Hardly a file has any, so they are counted where there are some.
  if (kernel.smallest() === 0) state.zeros += zerosIn(mantissas.subarray(state.count - count, state.count));
  refusedEnd = from + kernel.refusedUpTo() - address;
  return stop;
}

/** How many closes are 0. */
export function zerosIn(closes: Float64Array): number {
  return closes.reduce((zeros, close) => zeros + Number(close === 0), 0);
}

/** Whether the kernel can't read `bytes` where they are. */
function isStaged(bytes: Uint8Array): boolean {
  return bytes.buffer !== memory;
}

/** Whether there is a quote in the line from `position` on. */
function isQuoteNext(bytes: Uint8Array, position: number): boolean {
  return bytes.subarray(position, bytes.indexOf(LF, position)).includes(QUOTE);
}
