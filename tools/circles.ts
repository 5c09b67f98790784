/**
 * Finds circles of imports in the program: files that import each other, directly or around some corners, be it for types only.
 *
 *     deno task check:circles
 *
 * Prints each circle as the files in the order in which they import each other, and exits with 1 if there is one.
 *
 * @module
 */

/** The files that each file imports. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** What `deno info --json` says of a module, as far as it is needed here. */
interface Module {
  readonly specifier: string;
  /** An import has a `code`, a type, or both. */
  readonly dependencies?: readonly { readonly code?: Target; readonly type?: Target }[];
}
interface Target {
  readonly specifier?: string;
}

/**
 * The shortest circle through each file that is in one, each circle once.
 *
 * @returns Circles as lists of files: each imports the next, the last imports the first, and the first comes first in the
 *     alphabet.
 */
export function circlesOf(graph: Graph): string[][] {
  const circles = new Map<string, string[]>();
  for (const file of [...graph.keys()].sort()) {
    const circle = wayBack(graph, file);
    if (circle === undefined) continue;
    const first = circle.indexOf(circle.toSorted()[0] ?? file);
    const turned = [...circle.slice(first), ...circle.slice(0, first)];
    circles.set(turned.join("\n"), turned);
  }
  return [...circles.values()];
}

/** The shortest way from a file along its imports back to itself, searched in breadth; undefined if there is none. */
function wayBack(graph: Graph, start: string): string[] | undefined {
  const seen = new Set<string>();
  const ways = [[start]];
  for (const way of ways) {
    for (const next of graph.get(way.at(-1) ?? start) ?? []) {
      if (next === start) return way;
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}

/** The imports of the project's own files, types included, in what `deno info` says of them. */
export function graphOf(modules: readonly Module[], root: string): Map<string, string[]> {
  const own = modules.filter(({ specifier }) => specifier.startsWith(root));
  return new Map(own.map(({ specifier, dependencies = [] }) => {
    const targets = dependencies.flatMap(({ code, type }) => [code?.specifier, type?.specifier]);
    const files = targets.filter((target) => target?.startsWith(root)).map((target = "") => target.slice(root.length));
    return [specifier.slice(root.length), [...new Set(files)]];
  }));
}

/** All of the program: what `main.ts` imports, and what begins a thread of its own, which nothing imports. */
async function readGraph(root: string): Promise<Graph> {
  const graph = new Map<string, string[]>();
  for (const file of ["main.ts", ...sourcesIn(root, "lib")]) {
    if (graph.has(file)) continue;
    const { success, stdout } = await new Deno.Command("deno", {
      args: ["info", "--json", file],
      cwd: new URL(root),
      stderr: "inherit",
    }).output();
    if (!success) throw new Error(`${file}: deno info failed`);
    const { modules } = JSON.parse(new TextDecoder().decode(stdout));
    for (const [from, to] of graphOf(modules, root)) graph.set(from, to);
  }
  return graph;
}

/** TypeScript below a folder, without AssemblyScript, which has the same ending. */
function sourcesIn(root: string, folder: string): string[] {
  return [...Deno.readDirSync(new URL(folder, root))].flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    if (isDirectory) return name === "assembly" ? [] : sourcesIn(root, path);
    return name.endsWith(".ts") ? [path] : [];
  });
}

if (import.meta.main) {
  const circles = circlesOf(await readGraph(new URL("../", import.meta.url).href));
  for (const circle of circles) console.error(`circle of imports: ${[...circle, circle[0]].join(" → ")}`);
  if (circles.length > 0) Deno.exit(1);
}
