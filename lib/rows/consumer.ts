/**
 * What becomes of rows, and what is known of a reading while it goes on: the words that all ways of reading share.
 *
 * @module
 */
import type { Layout } from "../layouts/layout.ts";
import type { SymbolForm } from "../kernel/symbol_texts.ts";
import type { SavedSeries } from "../signal/saved.ts";
import type { OrderSummary, SavedTimes } from "../times/order_summary.ts";
import type { RowStage } from "./batch.ts";
import type { Header } from "./header.ts";
import type { ReadSummary } from "./summary.ts";

/** Counts of rows that have been taken, and their latest mean. */
export interface Figures {
  /** Rows that count: all that were read, except those that another row has replaced. */
  readonly rows: number;
  /** Of these, the ones that have a rolling mean, all rows being known. */
  readonly rowsWithMean: number;
  /** Rows whose signal is 1. */
  readonly ones: number;
  /** The latest rolling mean, rounded once to the nearest double; undefined before there is one, or of several symbols. */
  readonly lastMean: number | undefined;
}

/** What one symbol has given. */
export interface SymbolFigures extends Omit<Figures, "lastMean"> {
  /** "" where rows have no symbols. */
  readonly symbol: string;
}

/** The symbols of a run, in the order in which they appear in the input. */
export interface Symbols {
  readonly count: number;
  /** Made one by one while they are asked for: there may be a million. */
  readonly series: Iterable<SymbolFigures>;
  /**
   * The same as the metrics write it, many at a time; undefined where they are not in the kernel. All rows have been read.
   *
   * @param textOf What is written of one of them.
   * @returns The texts in UTF-8, in pieces.
   */
  texts?(form: SymbolForm, textOf: (figures: SymbolFigures) => string): Iterable<Uint8Array>;
}

/** Figures, and what was found beside them. */
export interface Results extends Figures {
  /** Undefined where no timestamps are read. */
  readonly times: OrderSummary | undefined;
  /** Undefined where no symbols are read. */
  readonly symbols: Symbols | undefined;
}

/** Takes the rows of a run, file by file. */
export interface RowConsumer extends Results {
  /** Takes the rows of the file at hand. */
  readonly stage: RowStage;
  /** The order of the rows, as far as it is known. */
  readonly order: Layout["order"];
  /** Makes ready for the rows of another file, which is not the first. */
  beginFile(layout: Layout): void;
}

/** Takes rows with which a later run can go on. */
export interface KeptRows extends RowConsumer {
  /**
   * Goes on where earlier runs have ended, and keeps what a later one needs. No row may have been added.
   *
   * @param series What these runs have left; none for the first run.
   * @param times What their timestamps were; undefined where none were read.
   */
  keep(series: readonly SavedSeries[], times: SavedTimes | undefined): void;
  /** What a later run needs, once all rows were added. */
  saved(): Iterable<SavedSeries>;
}

/** Whether a later run can go on with rows. */
export function isKept(rows: RowConsumer): rows is KeptRows {
  return "saved" in rows;
}

/** An input that is being read, and what it has given so far. */
export interface Reading {
  readonly threads: number;
  readonly results: Results;
  /** The layout of the file at hand, with the order of the rows as far as it is known. */
  readonly layout: Layout;
  /** What the header says, of the file at hand; undefined until it has been read. */
  readonly header: Header | undefined;
  readonly summary: ReadSummary;
  /** Bytes that were read, as they are in the files, for a progress bar. */
  readonly bytesRead: number;

  /**
   * Reads the input to its end. Everything above stays as it is when that fails.
   *
   * @param onStep Called again and again while it goes on.
   * @throws {JobError} of kind data, for the first fault in the input; of kind config or io; or interrupted.
   */
  read(onStep: () => void): Promise<void>;
}
