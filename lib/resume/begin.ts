/**
 * `--resume STATE` and `--checkpoint STATE`: a run goes on where an earlier one has ended, as if all had been one run.
 *
 * The state that is read is never the one that is written, so that a run can be repeated with the same result.
 *
 * @module
 */
import type { Options } from "../commands/command_line.ts";
import type { Config } from "../config/config.ts";
import type { InputDigests } from "../digests/input_digests.ts";
import { sha256 } from "../digests/sha256.ts";
import {
  cannotGoOn,
  descendingGoesOn,
  historyRewritten,
  otherLayout,
  otherSeries,
  otherSettings,
  reportGoesOn,
} from "../errors.ts";
import type { InputWatch, RegularFile, WatchedInput } from "../inputs/watch.ts";
import type { Layout } from "../layouts/layout.ts";
import { readRegularText } from "../merge/files.ts";
import { writeOutput } from "../outputs/atomic_file.ts";
import type { RunLog } from "../outputs/log.ts";
import type { WrittenFile } from "../outputs/run_outputs.ts";
import type { RowStage } from "../rows/batch.ts";
import { isKept, type KeptRows, type Results, type RowConsumer } from "../rows/consumer.ts";
import type { SkippedRows } from "../rows/invalid_rows.ts";
import type { InvalidRows } from "../rows/reader.ts";
import type { FileHistory } from "../rows/stream.ts";
import { NOTHING_READ, type ReadSummary } from "../rows/summary.ts";
import type { StopRequest } from "../stop.ts";
import { GrownFile } from "./grown_file.ts";
import { type InputRules, KnownInputs } from "./known_inputs.ts";
import { settingsOf, settingThatDiffers } from "./settings.ts";
import { type ReadState, readState, type SavedInput, stateText } from "./state.ts";

/** What the metrics say of a run that goes on with another. */
export interface Increment {
  /** The number of the first new row, as in the signals. */
  readonly first_row: number;
  readonly rows: number;
  readonly signals_1: number;
}

/** An input of this run. */
interface NewInput {
  /** As typed. */
  readonly name: string;
  /** What is known of it from earlier runs. */
  readonly before: SavedInput | undefined;
  /** Once it was read. */
  text?: Pick<SavedInput, "textBytes" | "layout" | "isOpen">;
}

/** What a run knows of those before it, and leaves to those behind it. */
export class Continuation implements InputWatch, FileHistory, WrittenFile {
  readonly #options: Pick<Options, "resume" | "checkpoint" | "config">;
  readonly #stop: StopRequest;
  readonly #digests: InputDigests;
  readonly #folder: string;
  /** The inputs of earlier runs. */
  #known: KnownInputs;
  /** Of the first run there is none. */
  #state: ReadState | undefined;
  #source: { readonly name: string; readonly bytes: Uint8Array } | undefined;
  #settings: ReturnType<typeof settingsOf> = {};
  readonly #inputs: NewInput[] = [];
  #rows: KeptRows | undefined;
  #skipped: SkippedRows | undefined;
  /** Files that have ended in their last close, and were not read again. */
  readonly #open = new Set<string>();
  /** What earlier runs have counted. */
  readonly #totals = { rows: 0, ones: 0 };
  /** Of the file at hand. */
  #textBytes = 0;
  /** The state that is written; undefined while it is not known. */
  #text: string | undefined;

  /**
   * @param folder Where the names of the state are, if not in the current one.
   * @throws {JobError} of kind usage, if a report is to show the run.
   */
  constructor(
    options: Pick<Options, "resume" | "checkpoint" | "config" | "report">,
    digests: InputDigests,
    stop: StopRequest,
    folder = ".",
  ) {
    this.#folder = folder;
    if (options.report !== undefined && options.resume !== undefined) throw reportGoesOn();
    this.#options = options;
    this.#digests = digests;
    this.#stop = stop;
    this.#known = this.#knownInputs([], { isSymbolEach: false, areTimesUnique: false });
  }

  /**
   * Reads the state.
   *
   * @throws {JobError} of kind config, if series of such a config can't be gone on with; of kind data, if the state is none,
   * or was made with other settings; of kind io.
   */
  read(config: Config, log: Pick<RunLog, "info">): void {
    requireAscending(config, this.#options.config);
    this.#settings = settingsOf(config);
    const { resume } = this.#options;
    if (resume === undefined) return;
    const text = readRegularText(resume, "a state of batch-signal");
    this.#source = { name: resume, bytes: new TextEncoder().encode(text) };
    this.#state = readState(text, resume);
    const other = settingThatDiffers(this.#state.settings, this.#settings);
    if (other !== undefined) throw otherSettings(resume, other.key, other.before, other.now);
    for (const { name, isOpen } of this.#state.inputs) if (isOpen) this.#open.add(name);
    const { inputs, series } = this.#state;
    for (const one of series) {
      this.#totals.rows += one.rows;
      this.#totals.ones += one.ones;
    }
    const { rows, ones } = this.#totals;
    const areTimesUnique = config.duplicates === "fail" && series.every(({ last }) => last !== undefined);
    this.#known = this.#knownInputs(inputs, { isSymbolEach: config.inputs === "symbols", areTimesUnique });
    log.info("state read", { inputs: inputs.length, rows, signals_1: ones, sha256: this.#state.sha256 });
  }

  /** The file of the state, as it was read; undefined for a run that goes on with none. */
  get source(): { readonly name: string; readonly bytes: Uint8Array } | undefined {
    return this.#source;
  }

  get before(): ReadSummary {
    if (this.#state === undefined) return NOTHING_READ;
    const [open] = this.#open;
    return { ...NOTHING_READ, ...this.#state.read, rows: this.#totals.rows, openEnd: open };
  }

  /**
   * Gives the rows what earlier runs have left.
   *
   * @param layout Of the first input.
   * @throws {JobError} of kind data, if these were other rows.
   */
  start(rows: RowConsumer, layout: Layout, skipped: SkippedRows | undefined): void {
    if (!isKept(rows)) throw new Error("rows with which nobody can go on");
    const file = this.#inputs[0]?.name ?? "";
    if (layout.order === "descending") throw descendingGoesOn(file);
    this.#rows = rows;
    const { series = [], hasSymbols = false, read, lostNumbers = 0, times } = this.#state ?? {};
    const [one] = series;
    if (one !== undefined) {
      const haveSymbols = rows.symbols !== undefined;
      if (haveSymbols !== hasSymbols) throw otherSeries(file, hasSymbols);
      if ((one.last !== undefined) !== (layout.timestampColumn !== undefined)) throw otherLayout(file);
    }
    this.#skipped = skipped;
    skipped?.goOnFrom(read?.invalidRows ?? 0, lostNumbers);
    this.#rows.keep(series, times);
  }

  /** Looks at an input that was opened: a file that is known must have grown, and must begin as it was. */
  begin(name: string, file: RegularFile | undefined): Promise<WatchedInput> {
    this.#inputs.push({ name, before: this.#known.find(name, file) });
    this.#open.delete(this.#known.nameOf(name));
    this.#textBytes = 0;
    return this.#known.begin(name, file);
  }

  rowsOf(layout: Layout, stage: RowStage, invalid: InvalidRows | undefined): GrownFile | undefined {
    const { name = "", before } = this.#inputs[this.#inputs.length - 1] ?? {};
    if (before === undefined) return undefined;
    if (digestOf(layout) !== before.layout) throw otherLayout(name);
    return new GrownFile({ ...before, name }, stage, invalid);
  }

  look(chunk: Uint8Array): void {
    this.#textBytes += chunk.length;
  }

  ended(layout: Layout, { openEnd }: ReadSummary): void {
    const input = this.#inputs[this.#inputs.length - 1];
    if (input === undefined) throw new Error("an input that has not begun");
    const textBytes = this.#textBytes;
    if (textBytes < (input.before?.textBytes ?? 0)) {
      throw historyRewritten(input.name, `the file holds ${textBytes} bytes of text, and held more`);
    }
    const isOpen = openEnd !== undefined;
    input.text = { textBytes, layout: digestOf(layout), isOpen };
  }

  /** What is new; undefined for a run that goes on with none. */
  incrementOf({ rows, ones }: Pick<Results, "rows" | "ones">): Increment | undefined {
    if (this.#state === undefined) return undefined;
    const before = this.#totals;
    return { first_row: before.rows + 1, rows: rows - before.rows, signals_1: ones - before.ones };
  }

  /**
   * Makes the state that will be written, once all rows have been read.
   *
   * @param summary What all runs have read.
   * @throws {JobError} of kind data, if nobody can go on with these rows; or interrupted.
   */
  async prepare(summary: ReadSummary): Promise<void> {
    const [{ name = "" } = {}] = this.#inputs;
    if (this.#rows === undefined) throw new Error("a state of a run without rows");
    if (this.#rows.order === "descending") throw descendingGoesOn(name);
    const inputs = await this.#allInputs();
    this.#digests.close();
    if (this.#options.checkpoint === undefined) return;
    this.#text = stateText({
      settings: this.#settings,
      hasSymbols: this.#rows.symbols !== undefined,
      read: summary,
      lostNumbers: this.#skipped?.lost ?? 0,
      times: this.#rows.times,
      inputs,
      series: [...this.#rows.saved()],
      previous: this.#state?.sha256 ?? null,
    }, this.#options.checkpoint);
  }

  drain(): Promise<void> {
    return Promise.resolve();
  }

  /** Puts the state in place, after all that a run of tomorrow must not compute again. */
  commit(): Promise<void> {
    const { checkpoint } = this.#options;
    if (checkpoint === undefined || this.#text === undefined) throw new Error("a state that is not known");
    const text = this.#text;
    return Promise.try(() => writeOutput(checkpoint, text));
  }

  /** Nothing of it is written before it is committed. */
  discard(): void {
    this.#digests.close();
  }

  #knownInputs(inputs: readonly SavedInput[], rules: InputRules): KnownInputs {
    return new KnownInputs(inputs, rules, this.#digests, this.#stop, this.#folder);
  }

  /** The inputs of all runs. */
  async #allInputs(): Promise<SavedInput[]> {
    const digests = await this.#digests.all();
    return this.#known.and(this.#inputs.map(({ name, text }, n) => {
      const digest = digests[n];
      if (text === undefined || digest === undefined) throw new Error(`${name} was not read to its end`);
      return { ...digest, ...text, name: this.#known.nameOf(name) };
    }));
  }
}

function requireAscending({ order, duplicates, confidence }: Config, file: string): void {
  if (order === "descending") throw cannotGoOn(file, "order: descending");
  if (duplicates === "keep-last") throw cannotGoOn(file, "duplicates: keep-last");
  if (confidence !== null) throw cannotGoOn(file, "confidence");
}

/** A layout that reads the same rows has the same digest; its order may have been decided by the rows. */
function digestOf({ order: _order, ...layout }: Layout): string {
  return sha256([JSON.stringify(layout)]);
}
