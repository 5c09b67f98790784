/**
 * The writer's TypeScript face: a batch of rows → lines, in WebAssembly.
 *
 * It leaves some rows to the slow path, which gives the same bytes: texts that need more than quotes around them, texts
 * that are out of order, means whose denominator no double holds.
 *
 * @module
 */
import { exactDenominator } from "../means.ts";
import { copySpellings, pieceFrom } from "../pieces.ts";
import type { SignalBatch, Spellings } from "../row.ts";
import type { TimeTables } from "./time_tables.ts";
import * as writer from "./writer.wasm";

/** The texts before each column and at the end of a line: at most 16 bytes of ASCII each. */
export interface Pieces {
  readonly row: string;
  readonly timestamp: string;
  readonly symbol: string;
  readonly close: string;
  readonly mean: string;
  readonly signal: string;
  readonly end: string;
}

/** The form of the lines, as far as the writer has to know it. */
export interface FastLines {
  readonly hasTimestamp: boolean;
  readonly hasSymbol: boolean;
  /** Whether texts are always in quotes; otherwise they are only if they hold a comma or a line end. */
  readonly isJson: boolean;
  readonly pieces: Pieces;
  /** In place of a mean in the warm-up: at most 16 bytes of ASCII. */
  readonly noMean: string;
}

const { FULL, LINES, MOST_PIECE_BYTES, MOST_ROWS, TEXT_BYTES } = writer;
const MOST = { rows: MOST_ROWS, bytes: TEXT_BYTES };

// The writer's memory never grows, so these stay valid.
const memory = writer.memory.buffer;
const bytesOfWriter = new Uint8Array(memory);
const closes = spellingsAt(writer.CLOSE_STARTS, writer.CLOSE_LENGTHS);
const timestamps = spellingsAt(writer.TIMESTAMP_STARTS, writer.TIMESTAMP_LENGTHS);
const symbols = spellingsAt(writer.SYMBOL_STARTS, writer.SYMBOL_LENGTHS);
const sums = new Float64Array(memory, writer.SUMS, MOST_ROWS);
const signals = new Uint8Array(memory, writer.SIGNALS, MOST_ROWS);
const texts = new Uint8Array(memory, writer.TEXTS, TEXT_BYTES);
const lines = new Uint8Array(memory, LINES, writer.LINE_BYTES);

function spellingsAt(starts: number, lengths: number): Spellings {
  return { starts: new Uint32Array(memory, starts, MOST_ROWS), lengths: new Uint32Array(memory, lengths, MOST_ROWS) };
}

/**
 * Writes the lines of a batch from row `from` on.
 *
 * @param take Gets the lines in order. The bytes are valid only during the call.
 * @param times How timestamps become texts; without it they stay as they are.
 * @returns The row that it can't write, or the batch's count.
 */
export function writeLines(
  batch: SignalBatch,
  from: number,
  format: FastLines,
  take: (bytes: Uint8Array) => void,
  times?: TimeTables,
): number {
  if (!setMeans(batch)) return from;
  setFormat(format);
  setTimes(times);
  const columns = [
    batch.closes,
    format.hasTimestamp ? batch.timestamps : undefined,
    format.hasSymbol ? batch.symbols : undefined,
  ]
    .filter((column) => column !== undefined);
  let next = from;
  let out = LINES;
  while (next < batch.count) {
    const { rows, base, end } = pieceFrom(columns, batch.bytes, next, batch.count, MOST);
    if (rows === 0) break;
    texts.set(batch.bytes.subarray(base, end));
    load(batch, next, rows, format);
    writer.writeMeans(rows);
    const timed = times === undefined ? rows : writer.writeTimes(rows, base, end - base);
    let done = 0;
    for (;;) {
      const stop = writer.write(out, done, timed, batch.firstRow + next + done, base, end - base);
      out = writer.position();
      done = writer.stoppedAt();
      // A line that is longer than the whole buffer is left to the slow path.
      if (stop !== FULL || out === LINES) break;
      take(lines.subarray(0, out - LINES));
      out = LINES;
    }
    next += done;
    if (done < rows) break;
  }
  take(lines.subarray(0, out - LINES));
  return next;
}

function load(batch: SignalBatch, from: number, rows: number, { hasTimestamp, hasSymbol }: FastLines): void {
  copySpellings(closes, batch.closes, from, rows);
  if (hasTimestamp && batch.timestamps !== undefined) copySpellings(timestamps, batch.timestamps, from, rows);
  if (hasSymbol && batch.symbols !== undefined) copySpellings(symbols, batch.symbols, from, rows);
  sums.set(batch.sums.subarray(from, from + rows));
  signals.set(batch.signals.subarray(from, from + rows));
}

function setFormat({ hasTimestamp, hasSymbol, isJson, pieces, noMean }: FastLines): void {
  setPiece(writer.ROW_PIECE, pieces.row);
  setPiece(writer.TIMESTAMP_PIECE, pieces.timestamp);
  setPiece(writer.SYMBOL_PIECE, pieces.symbol);
  setPiece(writer.CLOSE_PIECE, pieces.close);
  setPiece(writer.MEAN_PIECE, pieces.mean);
  setPiece(writer.SIGNAL_PIECE, pieces.signal);
  setPiece(writer.END_PIECE, pieces.end);
  setPiece(writer.NO_MEAN_PIECE, noMean);
  writer.setFormat(Number(hasTimestamp), Number(hasSymbol), Number(isJson));
}

function setTimes(times: TimeTables | undefined): void {
  if (times === undefined) return writer.setTimes(0, 0, 0, 0, 0);
  for (const [address, table] of times.tables) bytesOfWriter.set(table, address);
  writer.setTimes(
    times.spelledBytes,
    times.textBytes,
    times.secondDigits,
    times.mostSeconds,
    Number(times.areDates),
  );
}

function setPiece(address: number, piece: string): void {
  new TextEncoder().encodeInto(piece, bytesOfWriter.subarray(address, address + MOST_PIECE_BYTES));
  bytesOfWriter[address + MOST_PIECE_BYTES] = piece.length;
}

/** The most decimals that closes of a batch may have: then no mean is below 10^−22, or it is 0. */
const MOST_DECIMALS = 15;
/** No two decimals of up to 15 digits have the same double. */
const MOST_SHORT = 10 ** 15 - 1;

/**
 * Tells the writer how a sum becomes a mean: sum / (window × 10^decimals). With window = 2^a × 5^b × coprime that is
 * sum / coprime × multiplier / 10^(decimals + max(a, b)), whose decimals end where `coprime` divides the sum.
 *
 * @returns Whether it can write such means: a double has to hold the denominator, so that one division rounds once.
 */
function setMeans({ window, decimals }: SignalBatch): boolean {
  if (decimals > MOST_DECIMALS) return false;
  const denominator = exactDenominator(window, decimals);
  if (denominator === undefined) return false;
  let coprime = window;
  let twos = 0;
  let fives = 0;
  for (; coprime % 2 === 0; coprime /= 2) twos++;
  for (; coprime % 5 === 0; coprime /= 5) fives++;
  const places = Math.max(twos, fives);
  const multiplier = 2 ** (places - twos) * 5 ** (places - fives);
  // If not even 1 × multiplier is short, only a sum of 0 is, with any multiplier.
  const isShort = multiplier <= MOST_SHORT;
  const most = isShort ? Math.floor(MOST_SHORT / multiplier) : 0;
  writer.setMeans(coprime, isShort ? multiplier : 1, decimals + places, most, denominator);
  return true;
}
