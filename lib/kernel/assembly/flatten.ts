/**
 * The first pass: text → the positions of its delimiters, block by block, without a branch that depends on what a byte
 * is. One variant for each way to take quotes.
 */
import { joined, sumOfBytes, writePositions } from "./blocks";
import { BLOCK_BYTES, CARRIAGE_RETURNS, COMMAS, NEWLINES, QUOTES } from "./slots";

/** The last byte of a block is a delimiter. */
const DELIMITER_BEFORE: u64 = 1 << 63;

/** Newlines among the bytes that the last call looked at. */
export let newlineCount: u32 = 0;
/** Of `flattenWrapped`: quotes among them. */
export let quoteCount: u32 = 0;
/** Whether the last call met a quote where its variant allows none. */
export let hasQuoteFault: bool = false;

// What `flattenQuoted` knows of the byte before the next block: bit 0, or all bits where it is about the whole block.
let insideQuotes: u64 = 0;
let delimiterBefore: u64 = 1;
let closingBefore: u64 = 0;
let closedReturnBefore: u64 = 0;

// What `flattenAllQuoted` knows besides: the last two bits about delimiters, the last about quotes, and how many quotes
// there were more than two for each delimiter.
let delimitersBefore: u64 = DELIMITER_BEFORE;
let quoteBefore: u64 = 0;
let quotesAhead: i32 = 0;

/** To be called before `flattenQuoted` or `flattenAllQuoted` starts at a record. */
export function startRecord(): void {
  insideQuotes = 0;
  delimiterBefore = 1;
  closingBefore = 0;
  closedReturnBefore = 0;
  delimitersBefore = DELIMITER_BEFORE;
  quoteBefore = 0;
  quotesAhead = 0;
}

/**
 * Writes down where the commas and newlines of the blocks from `from` to `to` are; the last block may go past `to`.
 *
 * @param found Where the first position goes.
 * @returns Behind the last one.
 */
export function flattenUnquoted(from: usize, to: usize, found: usize): usize {
  const commas = v128.load(COMMAS);
  const newlines = v128.load(NEWLINES);
  const quotes = v128.load(QUOTES);
  let counts = i8x16.splat(0);
  let met = i8x16.splat(0);
  let next = found;
  for (let block = from; block < to; block += BLOCK_BYTES) {
    const a = v128.load(block);
    const b = v128.load(block, 16);
    const c = v128.load(block, 32);
    const d = v128.load(block, 48);
    const newlinesA = i8x16.eq(a, newlines);
    const newlinesB = i8x16.eq(b, newlines);
    const newlinesC = i8x16.eq(c, newlines);
    const newlinesD = i8x16.eq(d, newlines);
    counts = withCounted(counts, newlinesA, newlinesB, newlinesC, newlinesD);
    met = v128.or(
      met,
      v128.or(v128.or(i8x16.eq(a, quotes), i8x16.eq(b, quotes)), v128.or(i8x16.eq(c, quotes), i8x16.eq(d, quotes))),
    );
    const delimiters = equalToOr(a, b, c, d, commas, newlinesA, newlinesB, newlinesC, newlinesD);
    next = writePositions(next, <u32> block, delimiters);
  }
  newlineCount = sumOfBytes(counts);
  hasQuoteFault = v128.any_true(met);
  return next;
}

/** As `flattenUnquoted`, for fields of which some are quoted. What is between quotes is no delimiter. */
export function flattenQuoted(from: usize, to: usize, found: usize): usize {
  const commas = v128.load(COMMAS);
  const newlines = v128.load(NEWLINES);
  const quoteBytes = v128.load(QUOTES);
  let counts = i8x16.splat(0);
  let faults: u64 = 0;
  let next = found;
  for (let block = from; block < to; block += BLOCK_BYTES) {
    // Loaded once: V8 would check the bounds each time.
    const a = v128.load(block);
    const b = v128.load(block, 16);
    const c = v128.load(block, 32);
    const d = v128.load(block, 48);
    const newlinesA = i8x16.eq(a, newlines);
    const newlinesB = i8x16.eq(b, newlines);
    const newlinesC = i8x16.eq(c, newlines);
    const newlinesD = i8x16.eq(d, newlines);
    counts = withCounted(counts, newlinesA, newlinesB, newlinesC, newlinesD);
    const quotes = equalTo(a, b, c, d, quoteBytes);

    // Bit n of the prefix xor: whether the quotes at and before n are odd in number. So it is set from an opening quote
    // up to the byte before the closing one. A quote that is doubled closes, and its twin opens again.
    let inside = quotes ^ (quotes << 1);
    inside ^= inside << 2;
    inside ^= inside << 4;
    inside ^= inside << 8;
    inside ^= inside << 16;
    inside ^= inside << 32;
    inside ^= insideQuotes;
    insideQuotes = <u64> (<i64> inside >> 63);

    const delimiters = ~inside & equalToOr(a, b, c, d, commas, newlinesA, newlinesB, newlinesC, newlinesD);
    const closing = quotes & ~inside;
    const behindDelimiter = (delimiters << 1) | delimiterBefore;
    const behindClosing = (closing << 1) | closingBefore;
    delimiterBefore = delimiters >> 63;
    closingBefore = closing >> 63;
    // An opening quote is the first byte of its field, or the twin of a closing one.
    faults |= (quotes & inside) & ~(behindDelimiter | behindClosing);
    // A closing quote is the last byte of its field, or doubled; or else a carriage return is, and then a newline.
    const behindField = behindClosing & ~(delimiters | quotes);
    if ((behindField | closedReturnBefore) != 0) {
      const behindReturn = (behindField << 1) | closedReturnBefore;
      closedReturnBefore = behindField >> 63;
      faults |= behindField & ~equalTo(a, b, c, d, v128.load(CARRIAGE_RETURNS));
      faults |= behindReturn & ~equalTo(a, b, c, d, newlines);
    }
    next = writePositions(next, <u32> block, delimiters);
  }
  newlineCount = sumOfBytes(counts);
  hasQuoteFault = faults != 0;
  return next;
}

/**
 * As `flattenQuoted`, in half the steps, for fields of which each is quoted and none holds a quote, a delimiter or a
 * newline. Where all before was so, it is proven by this: each delimiter has a quote before it and one behind it, none
 * of these stands between two delimiters, and there are no more quotes than that. It goes on from `startRecord` or from
 * itself, and `flattenQuoted` may go on from it where it found no fault; where it did, that may begin again at `from`.
 *
 * @param to A multiple of 64 bytes behind `from`.
 */
export function flattenAllQuoted(from: usize, to: usize, found: usize): usize {
  const commas = v128.load(COMMAS);
  const newlines = v128.load(NEWLINES);
  const quoteBytes = v128.load(QUOTES);
  let counts = i8x16.splat(0);
  let faults: u64 = 0;
  let lastDelimiters = delimitersBefore;
  let lastQuotes = quoteBefore;
  let quotesMet: u32 = 0;
  let next = found;
  for (let block = from; block < to; block += BLOCK_BYTES) {
    const a = v128.load(block);
    const b = v128.load(block, 16);
    const c = v128.load(block, 32);
    const d = v128.load(block, 48);
    const newlinesA = i8x16.eq(a, newlines);
    const newlinesB = i8x16.eq(b, newlines);
    const newlinesC = i8x16.eq(c, newlines);
    const newlinesD = i8x16.eq(d, newlines);
    counts = withCounted(counts, newlinesA, newlinesB, newlinesC, newlinesD);
    const quotes = equalTo(a, b, c, d, quoteBytes);
    const delimiters = equalToOr(a, b, c, d, commas, newlinesA, newlinesB, newlinesC, newlinesD);
    const behindDelimiter = (delimiters << 1) | (lastDelimiters >> 63);
    const behindQuote = (quotes << 1) | (lastQuotes >> 63);
    const twoBehindDelimiter = (delimiters << 2) | (lastDelimiters >> 62);
    faults |= (behindDelimiter & ~quotes) | (delimiters & (~behindQuote | twoBehindDelimiter));
    quotesMet += <u32> popcnt(quotes);
    lastDelimiters = delimiters;
    lastQuotes = quotes;
    next = writePositions(next, <u32> block, delimiters);
  }
  newlineCount = sumOfBytes(counts);
  const ahead = quotesAhead + <i32> quotesMet - <i32> ((next - found) >> 1);
  // Behind a delimiter there are as many as there should be. Within a field the one that opens it is ahead, and at its end,
  // the last byte, the one that closes it.
  const isBehindDelimiter = (lastDelimiters >> 63) != 0;
  const isClosed = ahead == 2 && (lastQuotes >> 63) != 0 && ((lastDelimiters >> 62) & 1) == 0;
  hasQuoteFault = faults != 0 || !(isClosed || ahead == i32(!isBehindDelimiter));
  if (!hasQuoteFault) {
    delimitersBefore = lastDelimiters;
    quoteBefore = lastQuotes;
    quotesAhead = ahead;
    insideQuotes = ahead == 1 ? ~0 : 0;
    delimiterBefore = u64(isBehindDelimiter);
    closingBefore = u64(isClosed);
    closedReturnBefore = 0;
  }
  return next;
}

/** As `flattenUnquoted`, for records that are one quoted field each: quotes are counted and else ignored. */
export function flattenWrapped(from: usize, to: usize, found: usize): usize {
  const commas = v128.load(COMMAS);
  const newlineBytes = v128.load(NEWLINES);
  const quotes = v128.load(QUOTES);
  let newlinesMet: u32 = 0;
  let quotesMet: u32 = 0;
  let next = found;
  for (let block = from; block < to; block += BLOCK_BYTES) {
    const a = v128.load(block);
    const b = v128.load(block, 16);
    const c = v128.load(block, 32);
    const d = v128.load(block, 48);
    const newlines = equalTo(a, b, c, d, newlineBytes);
    newlinesMet += <u32> popcnt(newlines);
    quotesMet += <u32> popcnt(equalTo(a, b, c, d, quotes));
    next = writePositions(next, <u32> block, equalTo(a, b, c, d, commas) | newlines);
  }
  newlineCount = newlinesMet;
  quoteCount = quotesMet;
  hasQuoteFault = false;
  return next;
}

/** Which of the 64 bytes are the one that `bytes` is full of: bit n for byte n. */
// @ts-ignore: decorator
@inline
function equalTo(a: v128, b: v128, c: v128, d: v128, bytes: v128): u64 {
  return joined(
    i8x16.bitmask(i8x16.eq(a, bytes)),
    i8x16.bitmask(i8x16.eq(b, bytes)),
    i8x16.bitmask(i8x16.eq(c, bytes)),
    i8x16.bitmask(i8x16.eq(d, bytes)),
  );
}

/** The same, or of which the lanes are set in `orA` to `orD`. */
// @ts-ignore: decorator
@inline
function equalToOr(a: v128, b: v128, c: v128, d: v128, bytes: v128, orA: v128, orB: v128, orC: v128, orD: v128): u64 {
  return joined(
    i8x16.bitmask(v128.or(orA, i8x16.eq(a, bytes))),
    i8x16.bitmask(v128.or(orB, i8x16.eq(b, bytes))),
    i8x16.bitmask(v128.or(orC, i8x16.eq(c, bytes))),
    i8x16.bitmask(v128.or(orD, i8x16.eq(d, bytes))),
  );
}

/** Counts that grow by the lanes that are set. Such a lane is −1. A batch has so few blocks that a count can't pass 255. */
// @ts-ignore: decorator
@inline
function withCounted(counts: v128, a: v128, b: v128, c: v128, d: v128): v128 {
  return i8x16.sub(counts, i8x16.add(i8x16.add(a, b), i8x16.add(c, d)));
}
