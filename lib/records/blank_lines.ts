/**
 * Runs of blank lines, which are passed over at once: a few compressed kilobytes may hold billions of them.
 *
 * @module
 */
import { CR, LF, SPACE, TAB } from "./ascii.ts";

/** Lines of spaces or tabs only, one after the other. */
export interface BlankLines {
  /** The first byte after the last of them. */
  readonly next: number;
  readonly lines: number;
  /** Of these, the ones that end in CR and LF. */
  readonly crlfLines: number;
}

/** The whole blank lines from `start`, where a line starts, to the first line that is not blank or not whole before `end`. */
export function blankLinesFrom(bytes: Uint8Array, start: number, end: number): BlankLines {
  let [next, lines, crlfLines] = [start, 0, 0];
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    if (byte === LF) {
      next = i + 1;
      lines++;
    } else if (byte === CR) {
      // One that ends no line is text.
      if (i + 1 === end || bytes[i + 1] !== LF) break;
      crlfLines++;
    } else if (byte !== SPACE && byte !== TAB) break;
  }
  return { next, lines, crlfLines };
}
