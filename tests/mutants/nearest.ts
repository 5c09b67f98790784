/**
 * Which tests are most likely to notice a fault in a file, by who imports whom.
 *
 * @module
 */
import { ROOT } from "./run.ts";

/** What a module names that it loads: by import, by a dynamic import, or as a worker. */
const LOADED = /(?:\bfrom|\bimport\(?|\bnew URL\()\s*"(\.[^"]+\.ts)"/g;

/** Tests of other things than what is computed, slow ones, and those that read the code as text. */
const LEFT_OUT =
  /^(bench|container|deploy|faults|hostile|release|security)\/|^(fuzz|mutants|reliability|workflows)_test/;

/** The files of a folder of the project, by their paths from the root. */
export function filesIn(folder: string): string[] {
  return [...Deno.readDirSync(new URL(folder, ROOT))].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesIn(`${folder}/${name}`) : [`${folder}/${name}`]
  ).sort();
}

function loadedBy(file: string): string[] {
  const url = new URL(file, ROOT);
  return [...Deno.readTextFileSync(url).matchAll(LOADED)].map(([, name = ""]) => new URL(name, url).href)
    .filter((href) => href.startsWith(ROOT.href)).map((href) => href.slice(ROOT.href.length));
}

/** The tests there are, and how far each module is from each of them. */
export class Tests {
  readonly #loads = new Map<string, readonly string[]>();
  readonly #steps = new Map<string, ReadonlyMap<string, number>>();

  constructor() {
    const files = filesIn("tests").filter((file) => file.endsWith("_test.ts"));
    for (const file of files) {
      if (!LEFT_OUT.test(file.slice("tests/".length))) this.#steps.set(file, this.#stepsFrom(file));
    }
  }

  /** How many imports each module is away that `file` loads, directly or not. */
  #stepsFrom(file: string): ReadonlyMap<string, number> {
    const steps = new Map([[file, 0]]);
    for (const [module, count] of steps) {
      const loads = this.#loads.get(module) ?? loadedBy(module);
      this.#loads.set(module, loads);
      for (const loaded of loads) if (!steps.has(loaded)) steps.set(loaded, count + 1);
    }
    return steps;
  }

  /**
   * Groups of tests for a file of `lib/`, the nearest group first: the test that mirrors the file; those that import it,
   * by the number of imports between; those that start the command, of which the ones in the file's own folder come first.
   *
   * @returns Paths in `tests/`.
   */
  nearestTo(file: string): string[][] {
    const mirrored = file.replace(/^lib\//, "").replace(/\.ts$/, "_test.ts");
    const folder = mirrored.slice(0, mirrored.lastIndexOf("/") + 1);
    const groups = new Map<number, string[]>();
    for (const [path, steps] of this.#steps) {
      const test = path.slice("tests/".length);
      const isNear = folder !== "" && test.startsWith(folder);
      const distance = test === mirrored ? 0 : !steps.has("tests/command.ts") ? steps.get(file) : isNear ? 1000 : 1001;
      if (distance !== undefined) groups.set(distance, [...groups.get(distance) ?? [], test]);
    }
    return [...groups].sort(([one], [other]) => one - other).map(([, tests]) => tests);
  }
}
