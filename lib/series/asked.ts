/**
 * What a config and flags ask beyond a plain run: another layout, time stamps in order, symbols, signals row by row, invalid
 * rows skipped. Loaded only where something of it is asked for.
 *
 * @module
 */
import type { RowStage } from "../rows/batch.ts";
import type { CandleSource } from "../inputs/source.ts";
import type { Options } from "../commands/command_line.ts";
import { Closes } from "./closes.ts";
import type { Config } from "../config/config.ts";
import { columnsDiffer, type JobError, keyNeedsTimestamps, needsOtherKey, orderWithoutTimestamps } from "../errors.ts";
import { SkippedRows } from "../rows/invalid_rows.ts";
import { askedLayout, withAsked } from "../layouts/asked.ts";
import { type Direction, GENERIC, type Layout } from "../layouts/layout.ts";
import type { RowsConsumer } from "../reading.ts";
import { createSignalsFile } from "../outputs/signals/create.ts";
import type { SignalsFile } from "../outputs/signals/row.ts";
import { PlainSink } from "../outputs/signals/sink.ts";
import { KeepLast, OrderCheck } from "../times/order.ts";
import { failuresOf, OutputFile } from "../outputs/output_file.ts";
import { type TimesReport, timesReport } from "./report.ts";
import { SeriesStage } from "./stage.ts";
import { UndecidedRows } from "./undecided.ts";

/** Keys that say something about time stamps, which have to be there then. */
const TIME_KEYS = ["duplicates", "gaps", "interval", "time_unit"] as const;

/** What a run that asked for more has found, for log and metrics. */
export interface AskedReport {
  readonly layout: Layout | undefined;
  /** Undefined where no time stamps are looked at. */
  readonly times: TimesReport | undefined;
  /** By symbol, in the order in which they appear; undefined where no symbols are looked at. */
  readonly symbols: Pick<SeriesStage, "count" | "series"> | undefined;
  readonly skipped: SkippedRows | undefined;
}

/**
 * Refuses keys and flags that do nothing without others, for whoever wrote them expects something.
 *
 * @throws {JobError} of kind config.
 */
function requireMatchingKeys({ config: file, rejects }: Options, config: Config): void {
  const isSkipping = config.invalid_rows === "skip";
  if (rejects !== undefined && !isSkipping) throw needsOtherKey(file, "--rejects", "invalid_rows: skip");
  if (config.max_invalid_rows !== null && !isSkipping) {
    throw needsOtherKey(file, "max_invalid_rows", "invalid_rows: skip");
  }
  const isWatching = config.gaps === "warn" || config.gaps === "fail";
  if (isWatching && config.interval === null) {
    throw needsOtherKey(file, `gaps: ${config.gaps}`, "interval: 1m or the like");
  }
  if (config.interval !== null && !isWatching) throw needsOtherKey(file, "interval", "gaps: warn or gaps: fail");
}

/** A file and its layout. */
interface NamedLayout {
  readonly file: string;
  readonly layout: Layout;
}

/**
 * Files are one series, or one of each symbol, only where all have timestamps or none has, and the same of symbols.
 *
 * @throws {JobError} of kind data.
 */
function requireSameKind({ file, layout }: NamedLayout, first: NamedLayout): void {
  for (const [kind, column] of [["timestamps", "timestampColumn"], ["symbols", "symbolColumn"]] as const) {
    const isThere = layout[column] !== undefined;
    if (isThere !== (first.layout[column] !== undefined)) throw columnsDiffer(file, first.file, kind, isThere);
  }
}

/** Takes rows as the config and the flags want them. */
export class AskedRows implements RowsConsumer {
  readonly invalid: SkippedRows | undefined;
  readonly #options: Options;
  readonly #config: Config;
  readonly #rejects: OutputFile<PlainSink> | undefined;
  /** The file at hand, and its layout. */
  #source: CandleSource | undefined;
  #layout: Layout | undefined;
  #first: NamedLayout | undefined;
  /** Undefined as long as nothing tells. */
  #direction: Direction | undefined;
  /** Takes the rows meanwhile. */
  #undecided: UndecidedRows | undefined;
  #signals: OutputFile<SignalsFile> | undefined;
  #order: OrderCheck | undefined;
  #series: SeriesStage | undefined;
  #closes: Closes | undefined;

  /** @throws {JobError} of kind io, where the rejects can't be written. */
  constructor(options: Options, config: Config) {
    this.#options = options;
    this.#config = config;
    requireMatchingKeys(options, config);
    if (config.invalid_rows === "skip") {
      const { rejects, inputs } = options;
      if (rejects !== undefined) this.#rejects = new OutputFile(rejects, new PlainSink(rejects));
      this.invalid = new SkippedRows(config.max_invalid_rows ?? undefined, this.#rejects?.file, inputs.length > 1);
    }
  }

  /** Made when the first row is to come: several threads have stages of their own. */
  get stage(): RowStage {
    if (this.#layout === undefined) throw new Error("rows before their file has begun");
    const { window, duplicates } = this.#config;
    if (this.#direction === undefined) {
      const areDuplicatesFaults = (duplicates ?? "fail") === "fail";
      const decide = (direction: Direction) => this.#settle(direction);
      return this.#undecided ??= new UndecidedRows(this.#layout.timeUnit, areDuplicatesFaults, decide);
    }
    const isDescending = this.#direction === "descending";
    const isPlain = this.#order === undefined && !this.#areRowsLookedAt(this.#layout);
    if (isPlain) return (this.#closes ??= new Closes(window, isDescending, this.#layout)).stage;
    return this.#series ??= new SeriesStage({
      window,
      isDescending,
      hasSymbols: this.#layout.symbolColumn !== undefined,
      order: this.#order,
      keepLast: duplicates === "keep-last" ? new KeepLast() : undefined,
      signals: this.#signals?.file,
    });
  }

  get rows(): number {
    return this.#closes?.rows ?? this.#series?.totals.rows ?? 0;
  }

  get rowsWithMean(): number {
    return this.#closes?.rowsWithMean ?? this.#series?.totals.rowsWithMean ?? 0;
  }

  get ones(): number {
    return this.#closes?.ones ?? this.#series?.totals.ones ?? 0;
  }

  get lastMean(): number | undefined {
    return this.#closes?.lastMean ?? this.#series?.lastMean;
  }

  get report(): AskedReport {
    const hasSymbols = this.#layout?.symbolColumn !== undefined;
    return {
      layout: this.#layout,
      times: this.#order && timesReport(this.#order.summary),
      symbols: hasSymbols ? this.#series ?? { count: 0, series: [] } : undefined,
      skipped: this.invalid,
    };
  }

  /** Checks the time stamps, where someone looks at them; known once {@linkcode begin} was called. */
  get order(): OrderCheck | undefined {
    return this.#order;
  }

  /**
   * Whether several threads may read the rows: only the closes count, and time stamps that go up or down at each step.
   * Known once {@linkcode begin} was called.
   */
  get canBeSplit(): boolean {
    if (this.#layout === undefined || this.#direction === undefined) return false;
    if (this.#areRowsLookedAt(this.#layout)) return false;
    return this.#order === undefined ||
      (this.#order.rules.duplicates === "fail" && this.#order.rules.gaps === "ignore");
  }

  /** Whether more than closes and time stamps counts, or someone wants to see the rows. */
  #areRowsLookedAt({ symbolColumn }: Layout): boolean {
    return symbolColumn !== undefined || this.#options.signals !== undefined || this.invalid !== undefined;
  }

  async begin(source: CandleSource): Promise<Layout> {
    if (this.#source === source && this.#layout !== undefined) return this.#layout;
    const layout = await this.#resolve(source);
    this.#source = source;
    const isFirst = this.#first === undefined;
    this.#first ??= { file: source.name, layout };
    requireSameKind({ file: source.name, layout }, this.#first);
    if (layout.order === "auto" && layout.timestampColumn === undefined) {
      throw orderWithoutTimestamps(this.#options.config);
    }
    if (isFirst) await this.#start(layout);
    this.#series?.beginFile(layout.timeUnit === this.#layout?.timeUnit);
    this.#order?.beginFile(layout.timeUnit);
    this.#undecided?.beginFile(layout.timeUnit);
    // All files are one series: the first that can tell decides on the order, and the others have to keep it.
    this.#layout = { ...layout, order: this.#direction ?? "auto" };
    if (this.#direction === undefined && layout.order !== "auto") this.#settle(layout.order);
    return this.#layout;
  }

  async drain(): Promise<void> {
    await this.#signals?.file.drain();
    await this.#rejects?.file.drain();
  }

  /**
   * Checks that not too many rows were skipped, and puts the files in their place.
   *
   * @throws {JobError} of kind data or io.
   */
  async commit(input: string, rows: number): Promise<void> {
    this.invalid?.requireFew(input, rows);
    await this.#rejects?.commit();
    await this.#signals?.commit();
  }

  /**
   * Takes the signals back: a whole file beside metrics that tell of a failure would be taken for a success. The rejects
   * stay, where there are any, because they tell why the run has failed; an interrupted one has failed for another reason.
   *
   * @param failure Why the run has failed.
   * @returns What of that could not be done.
   */
  async abandon({ kind }: JobError): Promise<readonly JobError[]> {
    const isTold = kind !== "interrupted" && (this.invalid?.count ?? 0) > 0;
    return await failuresOf([
      () => this.#signals?.takeBack(),
      () => isTold ? this.#rejects?.commit() : this.#rejects?.discard(),
    ]);
  }

  async #resolve(source: CandleSource): Promise<Layout> {
    const config = this.#config;
    const asked = askedLayout(config);
    // Nothing of the file has to be looked at then, and no table of layouts loaded.
    if (config.layout === GENERIC.name && config.order !== "auto") return withAsked(GENERIC, asked);
    const [{ orderOfHead, resolveLayout }, { headOf }] = await Promise.all([
      import("../layouts/recognise.ts"),
      import("../layouts/head.ts"),
    ]);
    const head = headOf(await source.peek());
    const layout = resolveLayout(head, asked, source.name);
    // A row that is skipped is no row and must not decide; which ones are, only reading shows.
    const isLeftToRows = layout.order !== "auto" || this.#direction !== undefined || this.invalid !== undefined;
    return isLeftToRows ? layout : { ...layout, order: orderOfHead(head, layout) ?? "auto" };
  }

  /**
   * Decides on the order of all rows, and takes those that have waited for that.
   *
   * @returns What takes the rows to come.
   * @throws {JobError} of kind data, for one of those that have waited.
   */
  #settle(direction: Direction): RowStage {
    if (this.#layout === undefined || this.#first === undefined) throw new Error("an order without a file");
    const { timeUnit, timestampColumn } = this.#layout;
    const { duplicates, gaps, interval } = this.#config;
    this.#direction = direction;
    this.#layout = { ...this.#layout, order: direction };
    if (timestampColumn !== undefined) {
      this.#order = new OrderCheck({
        order: direction,
        duplicates: duplicates ?? "fail",
        gaps: gaps ?? "ignore",
        interval: interval ?? undefined,
        timeUnit: this.#first.layout.timeUnit,
      });
    }
    const { stage } = this;
    for (const { row, place, timeUnit } of this.#undecided?.leave() ?? []) {
      this.#order?.beginFile(timeUnit);
      stage.add(row, place);
    }
    this.#order?.beginFile(timeUnit);
    return stage;
  }

  async #start(layout: Layout): Promise<void> {
    const { signals } = this.#options;
    const hasTimestamps = layout.timestampColumn !== undefined;
    const hasSymbols = layout.symbolColumn !== undefined;
    if (!hasTimestamps) this.#refuseTimeKeys();
    if (signals !== undefined) {
      const file = await createSignalsFile(signals, { timestamp: hasTimestamps, symbol: hasSymbols });
      this.#signals = new OutputFile(signals, file);
    }
  }

  /** @throws {JobError} of kind config. */
  #refuseTimeKeys(): void {
    const key = TIME_KEYS.find((key) => this.#config[key] !== null);
    if (key !== undefined) throw keyNeedsTimestamps(this.#options.config, key);
  }
}
