/**
 * Which tests are most likely to notice a fault in a file, by who imports whom.
 *
 * @module
 */
import { ROOT } from "./run.ts";

/** What a module names that it loads: by import, by a dynamic import, or as a worker. */
const LOADED = /(?:\bfrom|\bimport\(?|\bnew URL\()\s*"(\.[^"]+\.ts)"/g;

/** Tests of other things than what is computed, and those that read the code as text. */
const LEFT_OUT = /^(bench|container|deploy|release)\/|^(circles|mutants|names|pages|reliability|tasks|workflows)_test/;

/** Tests that take long. */
const SLOW = /^(faults|hostile|security)\/|^fuzz_test|many_symbols_test/;

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

/** More tests than these are not near: most of them load such things as the errors. */
const MOST_NEAR = 25;

/** How a test starts the command. */
const STARTS = /\.(run|spawn|shell)\(/;

/** Groups of tests, by their paths in `tests/`. */
export interface NearAndFar {
  readonly near: readonly (readonly string[])[];
  readonly far: readonly (readonly string[])[];
}

/** The tests there are, and how far each module is from each of them. */
export class Tests {
  readonly #loads = new Map<string, readonly string[]>();
  readonly #steps = new Map<string, ReadonlyMap<string, number>>();
  /** Those that start the command. */
  readonly #starting = new Set<string>();

  constructor() {
    const files = filesIn("tests").filter((file) => file.endsWith("_test.ts"));
    for (const file of files) {
      if (LEFT_OUT.test(file.slice("tests/".length))) continue;
      const steps = this.#stepsFrom(file);
      this.#steps.set(file, steps);
      if (steps.has("tests/command.ts") && STARTS.test(Deno.readTextFileSync(new URL(file, ROOT)))) {
        this.#starting.add(file);
      }
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
   * The tests for a file of `lib/`, in groups, the nearest group first. Near ones are the test that mirrors the file, and
   * those that load it, by the number of imports between. Far ones start the command; of them the ones in the file's own
   * folder come first, and those that take long last. A test that starts the command is near only to what it imports itself.
   */
  of(file: string): NearAndFar {
    const mirrored = file.replace(/^lib\//, "").replace(/\.ts$/, "_test.ts");
    const folder = mirrored.slice(0, mirrored.lastIndexOf("/") + 1);
    const [near, far] = [new Map<number, string[]>(), new Map<number, string[]>()];
    for (const [path, steps] of this.#steps) {
      const test = path.slice("tests/".length);
      const count = test === mirrored ? 0 : SLOW.test(test) ? undefined : steps.get(file);
      const isFar = SLOW.test(test) || (this.#starting.has(path) && count !== 0 && count !== 1);
      const farDistance = SLOW.test(test) ? 2 : folder !== "" && test.startsWith(folder) ? 0 : 1;
      const [groups, distance] = isFar ? [far, farDistance] as const : [near, count] as const;
      if (distance !== undefined) groups.set(distance, [...groups.get(distance) ?? [], test]);
    }
    const inOrder = (groups: Map<number, string[]>) =>
      [...groups].sort(([one], [other]) => one - other).map(([, tests]) => tests);
    const nearest = inOrder(near);
    let count = 0;
    const most = nearest.findIndex((tests) => (count += tests.length) > MOST_NEAR);
    const last = most < 0 ? nearest.length : Math.max(1, most);
    return { near: nearest.slice(0, last), far: [...nearest.slice(last), ...inOrder(far)] };
  }
}
