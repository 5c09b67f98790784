/**
 * Rows of a series of which it is not known yet whether the first is the oldest or the newest.
 *
 * @module
 */
import type { RowStage, ScannedRows } from "../rows/batch.ts";
import type { Header } from "../rows/header.ts";
import type { Row } from "../rows/row.ts";
import { type Place, unreadableTimestamp } from "../errors.ts";
import type { Direction, TimeUnit } from "../layouts/layout.ts";
import { readTimestamp } from "../times/timestamp.ts";

/** Characters of the rows that may wait, 8 Mi: some 70,000 usual rows, or 25 MB. */
const MOST_WAITING = 1 << 23;

/** What a row takes beside its texts, in characters. */
const ROW_SIZE = 100;

/** A row that waits. */
export interface WaitingRow {
  readonly row: Row;
  readonly place: Place;
  /** What a bare number counts in its file. */
  readonly timeUnit: TimeUnit;
}

/**
 * Keeps rows until two of one symbol have different timestamps: these decide. While they wait there is one row of each
 * symbol, or several with the same timestamp.
 *
 * Rows that decide nothing are taken as ascending, at the end or when there are too many. That can't give a wrong signal: if
 * a later row shows that they are descending, it is refused as a step back.
 */
export class UndecidedRows implements RowStage {
  readonly #areDuplicatesFaults: boolean;
  readonly #decide: (direction: Direction) => RowStage;
  readonly #times = new Map<string, bigint>();
  #waiting: WaitingRow[] = [];
  #size = 0;
  #timeUnit: TimeUnit;
  /** Takes the rows, once it is decided. */
  #stage: RowStage | undefined;

  /**
   * @param timeUnit That of the first file.
   * @param areDuplicatesFaults Whether a second row with a timestamp is refused.
   * @param decide Called once; gives the stage that takes the rows to come, after it has taken those of {@linkcode leave}.
   */
  constructor(timeUnit: TimeUnit, areDuplicatesFaults: boolean, decide: (direction: Direction) => RowStage) {
    this.#timeUnit = timeUnit;
    this.#areDuplicatesFaults = areDuplicatesFaults;
    this.#decide = decide;
  }

  beginFile(timeUnit: TimeUnit): void {
    this.#timeUnit = timeUnit;
  }

  scan(header: Header, bytes: Uint8Array, from: number, to: number, line: number): ScannedRows {
    return this.#stage?.scan(header, bytes, from, to, line) ?? { rows: 0, position: from };
  }

  add(row: Row, place: Required<Place>): void {
    if (this.#stage !== undefined) return this.#stage.add(row, place);
    const { timestamp = "", symbol = "", closeText } = row;
    const timeUnit = this.#timeUnit;
    const time = readTimestamp(timestamp, timeUnit);
    if (time === undefined) throw unreadableTimestamp(place, timestamp, timeUnit);
    const before = this.#times.get(symbol);
    this.#times.set(symbol, time);
    this.#waiting.push({ row, place, timeUnit });
    this.#size += timestamp.length + symbol.length + closeText.length + ROW_SIZE;
    if (before !== undefined && time !== before) {
      this.#stage = this.#decide(time > before ? "ascending" : "descending");
    } else if (this.#size > MOST_WAITING || (before !== undefined && this.#areDuplicatesFaults)) {
      this.#stage = this.#decide("ascending");
    }
  }

  end(): void {
    this.#stage ??= this.#decide("ascending");
    this.#stage.end();
  }

  /** The rows that have waited, in order. They are not kept. */
  leave(): readonly WaitingRow[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#times.clear();
    return waiting;
  }
}
