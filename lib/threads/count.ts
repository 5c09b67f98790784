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

/** Bytes of the smallest segments and of the largest: some milliseconds of work. */
const [LEAST_SEGMENT_BYTES, MOST_SEGMENT_BYTES] = [1 << 22, 1 << 24];

/** Enough that no thread waits long for the last one. */
const SEGMENTS = 64;

/**
 * Bytes of a segment of a file of `sizeBytes`, in whole MiB. A segment costs some 0.2 ms beside its bytes: on two cores
 * segments of 8 MiB took 0.96 of the time of 4 MiB, of 16 MiB 0.94, medians of 9 rounds in turn on 1.5 GB.
 */
export function segmentBytesOf(sizeBytes: number): number {
  const bytes = Math.ceil(sizeBytes / SEGMENTS / 2 ** 20) * 2 ** 20;
  return Math.min(Math.max(bytes, LEAST_SEGMENT_BYTES), MOST_SEGMENT_BYTES);
}

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
