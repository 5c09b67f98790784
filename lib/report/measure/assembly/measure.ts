/**
 * What a report wants to know of many closes and signals: where they lie, how they move, where they change. All of it is
 * exact: closes are integers of at most 15 digits, so that doubles hold the difference of two.
 *
 *     1,024      signals, with the one before them
 *     20,480     positions of changes
 *     86,016     runs between changes by their length, first those of signal 0
 *     90,112     closes
 *     221,184    the lowest close of each part, then the highest
 *     237,568    what the compiler itself puts into memory
 */

/** The most rows of one call. */
export const MOST_ROWS: usize = 16384;

/** A byte each, 0 or 1. The byte before them is the signal before. */
export const SIGNALS: usize = 1040;
export const CHANGES: usize = 20480;
/** Runs of 2^n to 2^(n+1) − 1 rows are a class: so many classes there are of each signal. */
export const RUN_CLASSES: usize = 16;
export const RUNS: usize = 86016;
export const CLOSES: usize = 90112;
/** The most parts of one call. */
export const MOST_PARTS: usize = 1024;
export const LOWS: usize = 221184;
export const HIGHS: usize = LOWS + 8 * MOST_PARTS;
export const MEMORY_BYTES: usize = 4 << 16;

let size: f64 = 0;
let openRows: f64 = 0;
let longestRows: f64 = 0;
let longestEnd: u32 = 0;

/** The largest difference of two closes in a row. */
export function largestStep(): f64 {
  return size;
}

/** How many closes at the end are equal. */
export function open(): f64 {
  return openRows;
}

/** How many closes in a row were equal at most, of those that another one has followed; and the position of that one. */
export function longest(): f64 {
  return longestRows;
}

export function endOfLongest(): u32 {
  return longestEnd;
}

/**
 * Looks at closes.
 *
 * @param count 1 at least.
 * @param first How many of them are the first part, and `others` each of the others: their ranges are found.
 * @param equal How many closes up to the first one, which is the last of them, are equal.
 * @param least Only longer stretches of equal closes are of interest.
 */
export function survey(count: u32, first: u32, others: u32, equal: f64, least: f64): void {
  const none = f64x2.splat(0);
  let sizes = none;
  openRows = equal;
  longestRows = least;
  longestEnd = 0;
  // The step to the first close is known.
  let n: u32 = 1;
  let part: usize = 0;
  for (let from: u32 = 0, to: u32 = first; from < count; from = to, to += others) {
    const end = min(to, count);
    let lows = v128.load64_splat(CLOSES + (<usize> from << 3));
    let highs = lows;
    for (; n + 4 <= end; n += 4) {
      const at = CLOSES + (<usize> n << 3);
      const closesA = v128.load(at);
      const closesB = v128.load(at, 16);
      const stepsA = f64x2.sub(closesA, v128.load(at - 8));
      const stepsB = f64x2.sub(closesB, v128.load(at + 8));
      lows = f64x2.pmin(lows, f64x2.pmin(closesA, closesB));
      highs = f64x2.pmax(highs, f64x2.pmax(closesA, closesB));
      sizes = f64x2.pmax(sizes, f64x2.pmax(f64x2.abs(stepsA), f64x2.abs(stepsB)));
      if (v128.any_true(v128.or(f64x2.eq(stepsA, none), f64x2.eq(stepsB, none)))) {
        for (let m = n; m < n + 4; m++) follow(m);
      } else {
        if (openRows > 1) follow(n);
        openRows = 1;
      }
    }
    for (; n < end; n++) {
      const at = CLOSES + (<usize> n << 3);
      const close = v128.load64_splat(at);
      lows = f64x2.pmin(lows, close);
      highs = f64x2.pmax(highs, close);
      sizes = f64x2.pmax(sizes, f64x2.abs(f64x2.sub(close, v128.load64_splat(at - 8))));
      follow(n);
    }
    store<f64>(LOWS + (part << 3), Math.min(f64x2.extract_lane(lows, 0), f64x2.extract_lane(lows, 1)));
    store<f64>(HIGHS + (part << 3), Math.max(f64x2.extract_lane(highs, 0), f64x2.extract_lane(highs, 1)));
    part++;
  }
  size = Math.max(f64x2.extract_lane(sizes, 0), f64x2.extract_lane(sizes, 1));
}

/** Goes on with the stretch of equal closes. */
function follow(n: u32): void {
  const at = CLOSES + (<usize> n << 3);
  if (load<f64>(at) == load<f64>(at - 8)) {
    openRows++;
    return;
  }
  if (openRows > longestRows) {
    longestRows = openRows;
    longestEnd = n;
  }
  openRows = 1;
}

/** The first position from 1 on where the difference from the close before is `wanted`. */
export function findStep(count: u32, wanted: f64): u32 {
  for (let n: u32 = 1; n < count; n++) {
    const at = CLOSES + (<usize> n << 3);
    if (Math.abs(load<f64>(at) - load<f64>(at - 8)) == wanted) return n;
  }
  return 0;
}

let longestZeros: u32 = 0;
let longestOnes: u32 = 0;

/** The rows of the longest run that {@linkcode countRuns} has counted; 0 where there is none. */
export function longestRun(signal: u32): u32 {
  return signal == 0 ? longestZeros : longestOnes;
}

/**
 * Counts the runs from each of the changes that were found last to the next one, by their length.
 *
 * @param changes How many changes there are; 1 at least.
 * @param signal That of the first run.
 */
export function countRuns(changes: u32, signal: u32): void {
  const size = RUN_CLASSES << 2;
  for (let at = RUNS; at < RUNS + 2 * size; at += 16) v128.store(at, i64x2.splat(0));
  // Those of the run at hand, and of the next one: signals take turns.
  let counts = signal == 0 ? RUNS : RUNS + size;
  let nextCounts = signal == 0 ? RUNS + size : RUNS;
  let longest: u32 = 0;
  let nextLongest: u32 = 0;
  let from = load<u32>(CHANGES);
  const end = CHANGES + (<usize> changes << 2);
  for (let at = CHANGES + 4; at < end; at += 4) {
    const to = load<u32>(at);
    const count = counts + (<usize> (31 - clz(to - from)) << 2);
    store<u32>(count, load<u32>(count) + 1);
    const other = max(longest, to - from);
    longest = nextLongest;
    nextLongest = other;
    const others = counts;
    counts = nextCounts;
    nextCounts = others;
    from = to;
  }
  longestZeros = counts == RUNS ? longest : nextLongest;
  longestOnes = counts == RUNS ? nextLongest : longest;
}

/** Finds the positions of signals that are not as the one before. Returns how many there are. */
export function findChanges(count: u32): u32 {
  let out = CHANGES;
  for (let n: u32 = 0; n < count; n += 16) {
    const at = SIGNALS + n;
    let changes = i8x16.bitmask(i8x16.ne(v128.load(at), v128.load(at - 1)));
    if (count - n < 16) changes &= (1 << (count - n)) - 1;
    for (; changes != 0; changes &= changes - 1) {
      store<u32>(out, n + ctz(changes));
      out += 4;
    }
  }
  return <u32> (out - CHANGES) >> 2;
}
