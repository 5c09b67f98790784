/**
 * What a run warns of before it reads the rows of an input: each kind once.
 *
 * @module
 */
import type { Config } from "../config/config.ts";
import type { CandleSource } from "../inputs/source.ts";
import { mayRunBackwards } from "../layouts/glance.ts";
import { GENERIC, type Layout } from "../layouts/layout.ts";
import { newestFirst, otherSymbol, partMissing } from "../warnings.ts";
import type { RunLog } from "./log.ts";

export class InputWarnings {
  readonly #inputs: readonly string[];
  readonly #config: Config;
  readonly #log: RunLog;
  /** Whether nobody has said whether the rows are in order, or where their times are, and none run backwards so far. */
  #isOrderOpen: boolean;

  constructor(inputs: readonly string[], config: Config, log: RunLog) {
    this.#inputs = inputs;
    this.#config = config;
    this.#log = log;
    this.#isOrderOpen = config.layout === GENERIC.name && config.order === null && config.timestamp_column === null;
  }

  /** Looks at the first input, and at the names of all. */
  async begin(source: CandleSource, layout: Layout): Promise<void> {
    await this.look(source, layout);
    // Where there are times, they tell what is missing.
    if (this.#inputs.length > 1 && this.#config.inputs === "series" && layout.timestampColumn === undefined) {
      await this.#lookForParts();
    }
    const isOpen = this.#inputs.length > 1 && layout.symbolColumn === undefined && !this.#config.given.has("inputs");
    if (!isOpen) return;
    const { differentSymbols } = await import("../series/other_symbol.ts");
    const [first, other] = differentSymbols(this.#inputs) ?? [];
    if (first === undefined || other === undefined) return;
    const fields = { input: other.file, symbol: other.symbol, first_input: first.file, first_symbol: first.symbol };
    this.#log.warn("inputs tell of different symbols", fields, otherSymbol(other, first));
  }

  async #lookForParts(): Promise<void> {
    const { missingPart } = await import("../series/missing_parts.ts");
    const missing = missingPart(this.#inputs);
    if (missing === undefined) return;
    const { before, file, name } = missing;
    this.#log.warn(
      "a part of the series is missing",
      { input: file, input_before: before, missing: name },
      partMissing(missing),
    );
  }

  /**
   * Looks at an input. Rows are read as they stand where nothing else is said; a file with the newest first is then most
   * likely meant otherwise.
   */
  async look(source: CandleSource, layout: Layout): Promise<void> {
    if (!this.#isOrderOpen) return;
    const head = await source.glance();
    if (head === undefined || !mayRunBackwards(head, layout)) return;
    const { newestFirstIn } = await import("../layouts/newest_first.ts");
    const found = newestFirstIn(head, layout);
    if (found === undefined) return;
    this.#isOrderOpen = false;
    const place = { file: source.name, line: found.line };
    this.#log.warn(
      "rows run from newest to oldest",
      { line: found.line, timestamp_column: found.column },
      newestFirst(place, found.column),
    );
  }
}
