/**
 * The layouts of the files of one run.
 *
 * @module
 */
import type { Config } from "../config/config.ts";
import { columnsDiffer, keyNeedsTimestamps, marksAreSame, orderWithoutTimestamps } from "../errors.ts";
import type { CandleSource } from "../inputs/source.ts";
import { hasUnclearDigits } from "./glance.ts";
import { type LayoutKeys, layoutKeys, withKeys } from "./keys.ts";
import { GENERIC, type Layout } from "./layout.ts";

/** Keys about timestamps: they are refused if there are none. */
const TIME_KEYS = ["duplicates", "gaps", "interval", "time_unit", "date_format", "max_age"] as const;

/** Finds the layout of each file. Either all files of a run have timestamps or none has; the same holds for symbols. */
export class RunLayouts {
  readonly #config: Config;
  readonly #configFile: string;
  readonly #keys: LayoutKeys;
  /** The generic layout with the keys of the config: one for all files. */
  readonly #generic: Layout;
  #first: { readonly source: CandleSource; readonly layout: Layout } | undefined;

  /** @param configFile The config's name, for errors. */
  constructor(config: Config, configFile: string) {
    this.#config = config;
    this.#configFile = configFile;
    this.#keys = layoutKeys(config);
    this.#generic = withKeys(GENERIC, this.#keys);
  }

  /**
   * The layout of a file. Its order is `auto` if the rows have to decide.
   *
   * @throws {JobError} of kind data: the file is not of the layout that the config names, or does not match the first file;
   * of kind config: a key needs timestamps; of kind io; or interrupted.
   */
  async of(source: CandleSource): Promise<Layout> {
    if (this.#first?.source === source) return this.#first.layout;
    const layout = await this.#resolve(source);
    const { decimalMark, thousandsMark } = layout;
    if (thousandsMark === decimalMark) throw marksAreSame(this.#configFile, decimalMark);
    if (layout.order === "auto" && layout.timestampColumn === undefined) throw orderWithoutTimestamps(this.#configFile);
    await this.#requireClearTimes(source, layout);
    if (this.#first === undefined) {
      if (layout.timestampColumn === undefined) this.#refuseTimeKeys();
      this.#first = { source, layout };
    }
    this.#requireSameKind(source, layout, this.#first);
    return layout;
  }

  async #resolve(source: CandleSource): Promise<Layout> {
    const config = this.#config;
    // Then the file need not be looked at, nor the table of layouts loaded.
    if (config.layout === GENERIC.name && config.order !== "auto") return this.#generic;
    const [{ orderOfHead, resolveLayout }, { headOf }] = await Promise.all([
      import("./recognise.ts"),
      import("./head.ts"),
    ]);
    const head = headOf(await source.peek());
    const layout = resolveLayout(head, this.#keys, source.name);
    // A skipped row must not decide, and only reading shows which rows are skipped.
    const isLeftToRows = layout.order !== "auto" || config.invalid_rows === "skip";
    return isLeftToRows ? layout : { ...layout, order: orderOfHead(head, layout) ?? "auto" };
  }

  /** Looks at the times of a column whose unit nobody has said. */
  async #requireClearTimes(source: CandleSource, layout: Layout): Promise<void> {
    if (this.#config.timestamp_column === null || layout.timestampColumn === undefined || layout.timeUnit !== "auto") {
      return;
    }
    const head = await source.glance();
    if (head === undefined || !hasUnclearDigits(head, layout.skipLines)) return;
    const { requireClearTimes } = await import("./unclear_times.ts");
    requireClearTimes(head, layout, source.name);
  }

  #requireSameKind(
    source: CandleSource,
    layout: Layout,
    first: { readonly source: CandleSource; readonly layout: Layout },
  ): void {
    for (const [kind, column] of [["timestamps", "timestampColumn"], ["symbols", "symbolColumn"]] as const) {
      const isThere = layout[column] !== undefined;
      if (isThere !== (first.layout[column] !== undefined)) {
        throw columnsDiffer(source.name, first.source.name, kind, isThere);
      }
    }
  }

  #refuseTimeKeys(): void {
    const key = TIME_KEYS.find((key) => this.#config.given.has(key));
    if (key !== undefined) throw keyNeedsTimestamps(this.#configFile, key);
  }
}
