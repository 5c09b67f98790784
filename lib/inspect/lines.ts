/**
 * Places of what was found, as many as one can look at.
 *
 * @module
 */

/** Lines that are named. */
const SHOWN_LINES = 5;

/** Characters of an example that are kept. */
const MOST_EXAMPLE_CHARACTERS = 200;

/** How often something was found, and the physical lines, from 1, where it was found first. */
export interface Found {
  readonly count: number;
  readonly lines: readonly number[];
}

/** Counts what is found. */
export class Tally implements Found {
  count = 0;
  readonly lines: number[] = [];

  add(line: number): void {
    this.count++;
    if (this.lines.length < SHOWN_LINES) this.lines.push(line);
  }

  /** What was found in each of so many lines. */
  addRun(count: number, line: number): void {
    for (let n = 0; n < count && this.lines.length < SHOWN_LINES; n++) this.lines.push(line + n);
    this.count += count;
  }
}

/** The count and the lines alone. */
export function foundOf({ count, lines }: Found): Found {
  return { count, lines: [...lines] };
}

/** A copy of what a text starts with, more than is ever shown: a slice would keep the whole text, of millions of characters. */
export function startOf(text: string): string {
  return [...text.slice(0, MOST_EXAMPLE_CHARACTERS)].join("");
}
