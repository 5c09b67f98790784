/**
 * How many threads a job is worth.
 *
 * @module
 */

/** The most that may be asked for. */
export const MOST_THREADS = 64;

/** More than this many are not started unasked: two to four threads read as fast as memory gives. */
const MOST_AUTOMATIC = 4;

/**
 * A worker takes about 20 ms to start, in which one thread reads 70 MB. So two threads begin at twice this: on two real
 * cores 150 MB took 0.93 of the time of one thread, 225 MB 0.88 and 750 MB 0.74, medians of 7 rounds in turn.
 */
const BYTES_FOR_A_THREAD = 70e6;

/**
 * Threads put together what they have read at the edges of segments, which costs in proportion to the window. Beyond this
 * many closes one thread is faster.
 */
const MOST_AUTOMATIC_WINDOW = 10_000;

/** Bytes of a segment: some milliseconds of work. */
export const SEGMENT_BYTES = 1 << 23;

/**
 * How many threads read a file of `sizeBytes`, the main thread among them.
 *
 * @param wanted What the user has asked for; undefined for a number that suits the file and the machine.
 * @param cores Threads that the machine can run at a time.
 */
export function threadCount(wanted: number | undefined, sizeBytes: number, window: number, cores: number): number {
  if (wanted !== undefined) return wanted;
  if (window > MOST_AUTOMATIC_WINDOW) return 1;
  return Math.max(1, Math.min(cores, MOST_AUTOMATIC, Math.floor(sizeBytes / BYTES_FOR_A_THREAD)));
}
