/**
 * In which file and line a row starts, for the few rows where someone asks.
 *
 * @module
 */
import type { Place } from "../errors.ts";
import type { RowStage, RowsWatcher } from "../rows/batch.ts";

/** Rows whose lines follow each other. */
interface Stretch {
  readonly file: string;
  /** Of the first row. */
  readonly line: number;
  /** The first row, from 1. */
  readonly row: number;
}

/** Notes where rows start while they are read, and forgets it soon: rows are taken in batches, and so somewhat later. */
export class RowPlaces implements RowsWatcher {
  readonly #taken: () => number;
  #stretches: Stretch[] = [];
  #rows = 0;

  /** @param taken How many rows have been taken so far. Only these and the last of them are looked up later. */
  constructor(taken: () => number) {
    this.#taken = taken;
  }

  watch(file: string, stage: RowStage): RowStage {
    return {
      scan: (header, bytes, from, to, line) => {
        this.begin(file, line);
        const scanned = stage.scan(header, bytes, from, to, line);
        this.end(scanned.rows);
        return scanned;
      },
      add: (row, place) => {
        this.begin(file, place.line);
        stage.add(row, place);
        this.end(1);
      },
      end: () => stage.end(),
    };
  }

  /** The next rows to be read are one line each, from this place on; or the next row starts there. */
  begin(file: string, line: number): void {
    const row = this.#rows + 1;
    const last = this.#stretches.at(-1);
    if (last?.file === file && last.line - last.row === line - row) return;
    // What was said of rows that were not there after all.
    if (last?.row === row) this.#stretches.pop();
    this.#stretches.push({ file, line, row });
    const needed = this.#stretches.findLastIndex(({ row }) => row <= this.#taken());
    if (needed > 0) this.#stretches.splice(0, needed);
  }

  /** So many rows were read there. */
  end(rows: number): void {
    this.#rows += rows;
  }

  /** Where a row starts that was just taken, or the one before it. */
  of(row: number): Place | undefined {
    const stretch = this.#stretches.findLast((stretch) => stretch.row <= row);
    return stretch && { file: stretch.file, line: stretch.line + row - stretch.row };
  }
}
