/**
 * The kernel: text → closes, for the records that it can prove to be what it takes them for.
 *
 * It works on batches of 3,840 bytes, in two passes. The first writes down where all commas and newlines are. A record
 * has as many of them as it has fields, so the second pass finds the delimiters around each close without looking at
 * anything else. What was taken for granted is checked for the batch as a whole:
 *
 * - There are as many newlines as records, and each record's last delimiter is a newline. So no other one is, and every
 *   record has as many fields as the header.
 * - Quotes are where they may be, and no newline is between them.
 * - No close has a wrong length, and all its bytes are digits, but for one point.
 *
 * A batch in which this does not hold is given back untouched: someone else reads the record that is in the way.
 */
import { forgetImpossibleRows, largestInCandles, readCandles, smallestInCandles } from "./candles";
import { largestClose, readAllQuoted, readQuoted, readUnquoted, readWrapped, smallestClose } from "./closes";
import {
  flattenAllQuoted,
  flattenQuoted,
  flattenUnquoted,
  flattenWrapped,
  hasQuoteFault,
  newlineCount,
  quoteCount,
  startRecord,
} from "./flatten";
import {
  ALL_QUOTED,
  BLOCK_BYTES,
  CANDLES,
  COLUMNS,
  DELIMITERS,
  END,
  FULL,
  NEWLINE,
  NOTHING,
  QUOTE,
  QUOTED,
  REFUSED,
  UNPROVEN,
  UNQUOTED,
  WRAPPED,
} from "./slots";
import { areTextsWanted, noteFields, provenRecords } from "./columns";
import { fillConstants, setMarks, setScale } from "./tables";

export * from "./slots";
export { hasReturn, isAscii } from "./bytes";
export { impossibleRows, setPrices } from "./candles";
export { rolledSum, rollUp, rollUpSignals, rollUpSums } from "./roll";
export { copyTurnCounts, rollTurns } from "./turns";
export { addFigures, sumOfOnes, sumOfRows, sumOfRowsWithMean, writeSymbols, writtenBytes } from "./symbol_texts";
export { addNameless, clearSymbols, copiedBytes, copyNames, entryOfName, findEntry, symbols } from "./symbols";
export { countOf, lastCount, regularRows, setRegular } from "./regular";
export { findExtremeTimes, packCloses, setColumns, setTimeFormat } from "./columns";
export {
  areStepsLost,
  forgetLast,
  regularSteps,
  setSteps,
  stepNotes,
  takeSteps,
  usualStep,
  watchNoSteps,
} from "./steps";
export { setMarks, setScale };

fillConstants();

let reached: usize = 0;
let closesRead: u32 = 0;
let largestRead: f64 = 0;
let smallestRead: f64 = Infinity;
let refusedEnd: usize = 0;

/**
 * Reads records from `start`, where one begins, up to `end`.
 *
 * @param fieldCount Fields of a record, 1 to MOST_FIELDS.
 * @param closeIndex Position of the close among the fields, from 0.
 * @param target Where the closes go, as doubles that are integers.
 * @param room Closes that may be read; behind them there is room for one more.
 * @param batch Bytes of a batch, a multiple of 64 up to BATCH_BYTES. Of a small one less is given back.
 * @param quoting How quotes are taken: UNQUOTED, QUOTED or WRAPPED.
 * @param beside What to look at beside the closes: NOTHING, COLUMNS, TEXTS or CANDLES; the latter three with UNQUOTED only.
 * @param row Number of the first record, for what is noted of these.
 * @returns END, FULL, REFUSED or UNPROVEN.
 */
export function scan(
  start: usize,
  end: usize,
  fieldCount: u32,
  closeIndex: u32,
  target: usize,
  room: u32,
  batch: usize,
  quoting: i32,
  beside: i32,
  row: u32,
): i32 {
  let stop = END;
  let left = room;
  let closes: usize = target;
  let largest: f64 = 0;
  let smallest: f64 = Infinity;
  let quotesBefore: u32 = 0;
  let found = DELIMITERS;
  store<u32>(DELIMITERS - 4, <u32> start - 1);
  startRecord();
  if (beside == CANDLES) forgetImpossibleRows();

  // Until it turns out otherwise. Quotes past the end would be in the way.
  let inQuotes = quoting == QUOTED ? ALL_QUOTED : quoting;
  let block = start;
  while (block < end) {
    const batchEnd = min(block + batch, end);
    const carried = found;
    if (inQuotes == ALL_QUOTED && (batchEnd - block) % BLOCK_BYTES != 0) inQuotes = QUOTED;
    found = flatten(block, batchEnd, carried, inQuotes);
    if (inQuotes == ALL_QUOTED && hasQuoteFault) {
      inQuotes = QUOTED;
      found = flatten(block, batchEnd, carried, inQuotes);
    }
    block += batch;
    let newlines = newlineCount;
    // The last block may go past the end.
    while (found > DELIMITERS && <usize> load<u32>(found - 4) >= end) {
      found -= 4;
      newlines -= u32(load<u8>(<usize> load<u32>(found)) == NEWLINE);
    }

    const records = <u32> ((found - DELIMITERS) >> 2) / fieldCount;
    if (records > left) {
      stop = FULL;
      break;
    }
    const unfinished = DELIMITERS + (<usize> (records * fieldCount) << 2);
    let isProven = newlines == records && !hasQuoteFault && (beside == CANDLES
      ? readCandles(DELIMITERS, records, fieldCount, closeIndex, closes, room - left)
      : readCloses(records, fieldCount, closeIndex, closes, inQuotes));
    const largestHere = beside == CANDLES ? largestInCandles : largestClose;
    const smallestHere = beside == CANDLES ? smallestInCandles : smallestClose;
    if (isProven && quoting == WRAPPED) {
      // Each record has a quote at its start and one at its end. There must be no others.
      const rest = quotesBetween(<usize> load<u32>(unfinished - 4) + 1, min(block, end));
      isProven = quotesBefore + quoteCount - quotesPastEnd(block, end) == 2 * records + rest;
      quotesBefore = rest;
    }
    if (!isProven) {
      stop = REFUSED;
      refusedEnd = batchEnd;
      break;
    }
    if (records > 0) {
      const proven = beside == COLUMNS ? provenRecords(records, fieldCount, row + room - left) : records;
      if (beside != NOTHING && areTextsWanted()) {
        noteFields(proven, fieldCount, beside == COLUMNS ? <i32> closeIndex : -1, room - left);
      }
      left -= proven;
      closes += <usize> proven << 3;
      largest = max(largest, largestHere);
      smallest = min(smallest, smallestHere);
      if (proven < records) {
        stop = UNPROVEN;
        store<u32>(DELIMITERS - 4, load<u32>(DELIMITERS + (<usize> (proven * fieldCount) << 2) - 4));
        break;
      }
      // The delimiters of the record that goes on in the next batch.
      store<u32>(DELIMITERS - 4, load<u32>(unfinished - 4));
      memory.copy(DELIMITERS, unfinished, found - unfinished);
      found = DELIMITERS + (found - unfinished);
    }
  }
  reached = <usize> load<u32>(DELIMITERS - 4) + 1;
  closesRead = room - left;
  largestRead = largest;
  smallestRead = smallest;
  return stop;
}

function flatten(from: usize, to: usize, found: usize, quoting: i32): usize {
  if (quoting == UNQUOTED) return flattenUnquoted(from, to, found);
  if (quoting == ALL_QUOTED) return flattenAllQuoted(from, to, found);
  if (quoting == QUOTED) return flattenQuoted(from, to, found);
  return flattenWrapped(from, to, found);
}

function readCloses(records: u32, fieldCount: u32, closeIndex: u32, closes: usize, quoting: i32): bool {
  if (quoting == UNQUOTED) return readUnquoted(DELIMITERS, records, fieldCount, closeIndex, closes);
  if (quoting == ALL_QUOTED) return readAllQuoted(DELIMITERS, records, fieldCount, closeIndex, closes);
  if (quoting == QUOTED) return readQuoted(DELIMITERS, records, fieldCount, closeIndex, closes);
  return readWrapped(DELIMITERS, records, fieldCount, closeIndex, closes);
}

function quotesBetween(from: usize, to: usize): u32 {
  let count: u32 = 0;
  for (let byte = from; byte < to; byte++) count += u32(load<u8>(byte) == QUOTE);
  return count;
}

/** Quotes that were counted though they are past the end. */
function quotesPastEnd(blockEnd: usize, end: usize): u32 {
  return blockEnd > end ? quotesBetween(end, end + ((blockEnd - end) & 63)) : 0;
}

// Functions, not globals: what a program imports of a global is a copy, which is right for constants only.

/** Start of the first record that the last scan did not read. */
export function position(): usize {
  return reached;
}

/** Closes that the last scan read. Each is a record and a line. */
export function closes(): u32 {
  return closesRead;
}

/** The largest of them. */
export function largest(): f64 {
  return largestRead;
}

/** The smallest of them, or of some that follow them; infinite where there are none. */
export function smallest(): f64 {
  return smallestRead;
}

/** Where the last scan has refused a batch: the end of that batch. */
export function refusedUpTo(): usize {
  return refusedEnd;
}
