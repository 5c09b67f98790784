/**
 * What a file means: under `layout: auto` a job gives the right number, or refuses. Files are drawn from what is known of
 * their candles, in any layout, and damaged.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { JobError } from "../../lib/errors.ts";
import { Folder } from "../command.ts";
import { configOf, optionsIn, runInProcess } from "../run_in_process.ts";
import { factsOfChunks } from "../inspect/inspect_file.ts";
import { type CandleFile, candleFiles, type Figures, rightFigures, textOf } from "./candle_model.ts";

const FILES = 5000;
const INSPECTED = 2000;

/** What a job finds in a file, by the keys beside seed, window and version; or its refusal. */
async function figuresOf(folder: Folder, { window }: CandleFile, keys: string): Promise<Figures | JobError> {
  const config = await configOf(`seed: 1\nwindow: ${window}\nversion: v\n${keys}`);
  const read = await runInProcess(optionsIn(folder, ["in.csv"]), config);
  return read instanceof JobError ? read : { rows: read.results.rows, ones: read.results.ones };
}

/** Counts how files fare, and fails where one gives a wrong number. */
class Verdicts {
  #right = 0;
  #refused = 0;
  #undamaged = 0;
  #undamagedRight = 0;

  take(file: CandleFile, figures: Figures | JobError, keys: string): void {
    const isUndamaged = file.damages.length === 0;
    if (isUndamaged) this.#undamaged++;
    if (figures instanceof JobError) {
      assert(figures.exitCode === 3 || figures.exitCode === 4, figures.message);
      this.#refused++;
      return;
    }
    assertEquals(figures, rightFigures(file, keys.includes("keep-last")), `${keys}${textOf(file)}`);
    this.#right++;
    if (isUndamaged) this.#undamagedRight++;
  }

  /** A job that refuses everything would be right as well. */
  requireBoth(): void {
    const files = this.#right + this.#refused;
    const isFair = this.#right > 0.2 * files && this.#refused > 0.2 * files;
    assert(
      isFair && this.#undamagedRight > 0.4 * this.#undamaged,
      `${this.#right} of ${files} right, ${this.#undamagedRight} of ${this.#undamaged} without damage`,
    );
  }
}

Deno.test("layout: auto gives the right number of a file, or refuses it", async () => {
  using folder = new Folder();
  const verdicts = new Verdicts();
  const check = async (file: CandleFile) => {
    folder.write("in.csv", textOf(file));
    const keys = `layout: auto\n${file.isOrderOpen ? "order: auto\n" : ""}`;
    verdicts.take(file, await figuresOf(folder, file, keys), keys);
  };
  await fc.assert(fc.asyncProperty(candleFiles, check), { numRuns: FILES });
  verdicts.requireBoth();
});

/** Lines above rows that have no header. A stray quote hides the fields of a line. */
const FIRST_LINES: readonly [line: string, isTitle: boolean][] = [
  ['2024-01-01,""30""', false],
  ['"2024-01-01,30', false],
  ['2024-01-01,5" pipe', false],
  ['9"; x,30', false],
  ["Candles of BTC", true],
  ['Candles of "BTC", as they come', true],
];

for (const [line, isTitle] of FIRST_LINES) {
  Deno.test(`layout: auto ${isTitle ? "takes for a title" : "refuses"} a first line ${line}`, async () => {
    using folder = new Folder({
      "in.csv": `${line}\n2024-01-02,30\n2024-01-03,31\n2024-01-04,32\n`,
      "config.yaml": 'seed: 1\nwindow: 1\nversion: "v1"\nlayout: auto\norder: auto\n',
    });
    const { code, stderr } = await folder.run();
    if (isTitle) {
      return assertEquals([code, JSON.parse(folder.read("metrics.json") ?? "").rows_processed], [0, 3], stderr);
    }
    assertEquals(code, 4, stderr);
  });
}

Deno.test("the config that inspect prints gives the right number of a file, or none is printed", async () => {
  using folder = new Folder();
  const verdicts = new Verdicts();
  const check = async (file: CandleFile) => {
    const text = textOf(file);
    folder.write("in.csv", text);
    const facts = await factsOfChunks([new TextEncoder().encode(text)]).catch((error) => error);
    if (facts instanceof JobError) return verdicts.take(file, facts, "");
    if (facts instanceof Error) throw facts;
    const keys = facts.config?.replaceAll(/^(?:seed|window|version): .*\n/gm, "");
    if (keys !== undefined) verdicts.take(file, await figuresOf(folder, file, keys), keys);
  };
  await fc.assert(fc.asyncProperty(candleFiles, check), { numRuns: INSPECTED });
});
