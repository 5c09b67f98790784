/**
 * What was read, in figures.
 *
 * @module
 */

/** What was read so far. */
export interface ReadSummary {
  readonly bytes: number;
  /** Physical lines. */
  readonly lines: number;
  /** Lines of spaces or tabs only. */
  readonly blankLines: number;
  /** Records without the header and without those that were skipped. */
  readonly rows: number;
  /** Of these, the ones that took the careful path. */
  readonly carefulRows: number;
  /** Records that are invalid and were left out. */
  readonly invalidRows: number;
  /** Whether a record, or the header, was one quoted field that holds it. */
  readonly hasQuotedRecords: boolean;
  /** The first file whose last close may be cut off: it ends inside the field, without a line end or a quote. */
  readonly openEnd: string | undefined;
  /** Rows whose close is 0, the first file that has one, and rows whose close is below 0. */
  readonly zeroCloses: number;
  readonly zerosIn: string | undefined;
  readonly negativeCloses: number;
}

/** Before anything is read. */
export const NOTHING_READ: ReadSummary = {
  bytes: 0,
  lines: 0,
  blankLines: 0,
  rows: 0,
  carefulRows: 0,
  invalidRows: 0,
  hasQuotedRecords: false,
  openEnd: undefined,
  zeroCloses: 0,
  zerosIn: undefined,
  negativeCloses: 0,
};

/** What was read but for a part of it; bytes and lines are those of all. */
export function without(all: ReadSummary, part: ReadSummary): ReadSummary {
  return {
    ...all,
    blankLines: all.blankLines - part.blankLines,
    rows: all.rows - part.rows,
    carefulRows: all.carefulRows - part.carefulRows,
    invalidRows: all.invalidRows - part.invalidRows,
    zeroCloses: all.zeroCloses - part.zeroCloses,
    negativeCloses: all.negativeCloses - part.negativeCloses,
  };
}

/** What was read in two parts. */
export function plus(a: ReadSummary, b: ReadSummary): ReadSummary {
  return {
    bytes: a.bytes + b.bytes,
    lines: a.lines + b.lines,
    blankLines: a.blankLines + b.blankLines,
    rows: a.rows + b.rows,
    carefulRows: a.carefulRows + b.carefulRows,
    invalidRows: a.invalidRows + b.invalidRows,
    hasQuotedRecords: a.hasQuotedRecords || b.hasQuotedRecords,
    openEnd: a.openEnd ?? b.openEnd,
    zeroCloses: a.zeroCloses + b.zeroCloses,
    zerosIn: a.zerosIn ?? b.zerosIn,
    negativeCloses: a.negativeCloses + b.negativeCloses,
  };
}
