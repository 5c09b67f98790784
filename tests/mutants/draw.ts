/**
 * Draws mutants at random lines, always the same ones for the same seed and code.
 *
 * @module
 */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { EQUIVALENT } from "./equivalent.ts";
import { mutated, type TextChange } from "./mutants.ts";
import { allMutations, parses, withMutation } from "./mutations.ts";
import { filesIn } from "./nearest.ts";
import { ROOT } from "./run.ts";

/** A drawn mutant. Its texts are whole lines, as many as make `from` stand in the file once. */
export interface Drawn extends TextChange {
  /** From 1. */
  readonly line: number;
  /** Why it changes nothing; absent where it may change something. */
  readonly reason?: string;
}

/** Code that runs as it is written: the sources of WebAssembly do not. */
function drawnFiles(pattern: RegExp): string[] {
  return filesIn("lib").filter((file) => file.endsWith(".ts") && !file.includes("/assembly/") && pattern.test(file));
}

/** The lines that differ between two sources, with lines before them until the text is unique in the first. */
export function changedLines(source: string, other: string): { readonly from: string; readonly to: string } {
  const [lines, others] = [source.split("\n"), other.split("\n")];
  const most = Math.min(lines.length, others.length);
  let first = 0;
  while (first < most - 1 && lines[first] === others[first]) first++;
  let same = 0;
  while (same < most - first - 1 && lines.at(-1 - same) === others.at(-1 - same)) same++;
  const text = (all: readonly string[]) => all.slice(first, all.length - same).join("\n").trimStart();
  while (first > 0 && source.split(text(lines)).length !== 2) first--;
  return { from: text(lines), to: text(others) };
}

/** Why a mutant changes nothing, as the table of equivalent ones has it. */
export function reasonOf(file: string, source: string, other: string): string | undefined {
  return EQUIVALENT.find((one) => one.file === file && mutated(source, one) === other)?.reason;
}

/** `count` mutants of distinct lines, or one of each line if there are fewer. */
export function draw(count: number, seed: number, pattern: RegExp): Drawn[] {
  const random = xoroshiro128plus(seed);
  const below = (most: number) => uniformInt(random, 0, most - 1);
  const places = drawnFiles(pattern).flatMap((file) => {
    const source = Deno.readTextFileSync(new URL(file, ROOT));
    const lines = Object.groupBy(allMutations(source), ({ line }) => line);
    return Object.values(lines).map((mutations = []) => ({ file, source, mutations }));
  });
  const drawn: Drawn[] = [];
  while (drawn.length < count && places.length > 0) {
    const [place] = places.splice(below(places.length), 1);
    if (place === undefined) break;
    const { file, source, mutations } = place;
    const mutation = mutations[below(mutations.length)];
    const other = mutation && withMutation(source, mutation);
    if (other === undefined || other === source || !parses(other)) continue;
    const reason = reasonOf(file, source, other);
    drawn.push({
      file,
      line: mutation?.line ?? 0,
      ...changedLines(source, other),
      ...(reason === undefined ? {} : { reason }),
    });
  }
  return drawn;
}
