/**
 * The rule for blank lines: they hold only spaces and tabs, and are passed over.
 *
 * @module
 */
import { CR, LF, SPACE, TAB } from "./ascii.ts";
import { endOfText } from "./record.ts";

/** Whether the line from `start` to `next` is blank, its line end left out. */
export function isBlankLine(bytes: Uint8Array, start: number, next: number): boolean {
  const end = endOfText(bytes, start, next);
  let i = start;
  while (i < end && isBlank(bytes[i])) i++;
  return i === end;
}

/** Whether a byte may be in a blank line. */
function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}

/** Blank lines, one after the other. */
export interface BlankLines {
  /** The first byte after the last of them. */
  readonly next: number;
  readonly lines: number;
  /** Of these, the ones that end in CR and LF. */
  readonly crlfLines: number;
}

/**
 * Finds the blank lines from `start`, where a line starts, to the first line that is not blank or does not end before `end`.
 * A few compressed kilobytes may hold billions of them, so they are passed over at once.
 */
export function blankLinesFrom(bytes: Uint8Array, start: number, end: number): BlankLines {
  let [next, lines, crlfLines] = [start, 0, 0];
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    if (byte === LF) {
      next = i + 1;
      lines++;
    } else if (byte === CR) {
      // A carriage return that does not end a line is text.
      if (i + 1 === end || bytes[i + 1] !== LF) break;
      crlfLines++;
    } else if (!isBlank(byte)) break;
  }
  return { next, lines, crlfLines };
}
