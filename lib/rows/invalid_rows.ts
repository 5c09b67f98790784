/**
 * Rows that are invalid and are skipped, because the config says so: counted, and kept for the rejects file.
 *
 * @module
 */
import { stringify } from "@std/csv/stringify";
import type { InvalidRows } from "./reader.ts";
import { type JobError, tooManyInvalidRows, tooManyInvalidRowsOfAll, tooManyLostNumbers } from "../errors.ts";
import { formatShare, mostOf, type Share } from "../numbers/share.ts";

/** How many invalid rows there may be: a number of rows, or a share of all rows. */
export type MostInvalidRows = { readonly rows: number } | Share;

/** What takes the bytes of the rejects file. */
export interface RejectsFile {
  write(bytes: Uint8Array): void;
}

/** Of all rows. More closes that look like numbers and can't be read are no bad rows, but a file that is read in the wrong way. */
const MOST_LOST: Share = { percentMillionths: 1_000_000 };

/** Lines that the log names. */
const MOST_EXAMPLES = 3;

const encoder = new TextEncoder();

/** Takes the rows that are skipped. */
export class SkippedRows implements InvalidRows {
  readonly #most: MostInvalidRows | undefined;
  readonly #rejects: RejectsFile | undefined;
  readonly #hasSeveralFiles: boolean;
  readonly #examples: string[] = [];
  #count = 0;
  #lost = 0;
  #firstLost: JobError | undefined;

  /**
   * @param most Undefined where there may be any number, but for closes that are numbers to people: of those few.
   * @param rejects Gets them as CSV: line, reason, and the record as it was; with several inputs also the file, first.
   */
  constructor(most: MostInvalidRows | undefined, rejects: RejectsFile | undefined, hasSeveralFiles: boolean) {
    this.#most = most;
    this.#rejects = rejects;
    this.#hasSeveralFiles = hasSeveralFiles;
    rejects?.write(csvLine([...(hasSeveralFiles ? ["file"] : []), "line", "reason", "record"]));
  }

  get count(): number {
    return this.#count;
  }

  /** Closes among these that are numbers to people. */
  get lost(): number {
    return this.#lost;
  }

  /** Goes on where an earlier run has ended. */
  goOnFrom(count: number, lost: number): void {
    this.#count += count;
    this.#lost += lost;
  }

  /** What was wrong with the first few. */
  get examples(): readonly string[] {
    return this.#examples;
  }

  take(error: JobError, record: Uint8Array): void {
    this.#count++;
    if (error.isLostNumber) {
      this.#lost++;
      this.#firstLost ??= error;
    }
    if (this.#examples.length < MOST_EXAMPLES) this.#examples.push(error.message);
    this.#rejects?.write(this.#rejected(error, record));
    if (this.#most !== undefined && "rows" in this.#most && this.#count > this.#most.rows) {
      throw tooManyInvalidRows(error, this.#count, this.#most.rows);
    }
  }

  /**
   * Checks the share of invalid rows, once all have been read.
   *
   * @param rows Rows that were not skipped.
   * @throws {JobError} of kind data.
   */
  requireFew(file: string, rows: number): void {
    const all = rows + this.#count;
    if (this.#most === undefined && this.#firstLost !== undefined && this.#lost > mostOf(MOST_LOST, all)) {
      throw tooManyLostNumbers(this.#firstLost, this.#lost, all, formatShare(MOST_LOST));
    }
    if (this.#most === undefined || "rows" in this.#most) return;
    const most = mostOf(this.#most, all);
    if (this.#count > most) throw tooManyInvalidRowsOfAll(file, this.#count, all, most, formatShare(this.#most));
  }

  #rejected({ place, reason }: JobError, record: Uint8Array): Uint8Array {
    const file = this.#hasSeveralFiles ? [encoder.encode(place?.file)] : [];
    return csvLine([...file, String(place?.line ?? ""), encoder.encode(reason), record]);
  }
}

/** What follows a field that is to be quoted whatever is in it. No byte is like it. */
const IN_QUOTES = "\ue000\n";

/**
 * A line of CSV: words as they are, bytes in quotes, for a carriage return alone may also end a line. Each byte is a
 * character here: a record that is no UTF-8 is to be seen as it was.
 */
function csvLine(fields: readonly (string | Uint8Array)[]): Uint8Array {
  const texts = fields.map((field) => typeof field === "string" ? field : textOfBytes(field) + IN_QUOTES);
  // The line ends as those of a record do that RFC 4180 knows; our files end theirs with a newline alone.
  const line: string = stringify([texts], { headers: false }).replace(/\r\n$/, "\n");
  return Uint8Array.from(line.replaceAll(IN_QUOTES, ""), (character) => character.charCodeAt(0));
}

function textOfBytes(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
