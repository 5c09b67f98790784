/**
 * What goes into the binary: every module that a run can reach, and nothing else.
 *
 * `deno compile` embeds a used npm package whole, with its type declarations, source maps and unused modules. This finds
 * the modules in it that are reached.
 *
 * @module
 */
import { targetOf } from "./exports.ts";

/** A file to embed, by its place in the project or in the npm cache. Paths have `/` between their parts. */
export interface Embedded {
  /** Files below the project's folder. */
  readonly project: readonly string[];
  /** Files below the npm cache's folder. */
  readonly npm: readonly string[];
  /** Entry files of workers among `project`: `deno compile` does not follow them. */
  readonly workers: readonly string[];
  /** The npm cache's folder, with `/` at its end. */
  readonly npmCache: string;
  /** What the embedded modules import, as it is written in them: keys of the import map are among it. */
  readonly specifiers: readonly string[];
}

/** What {@linkcode findEmbedded} uses of the output of `deno info --json`. */
interface Graph {
  readonly modules: readonly GraphModule[];
  readonly npmPackages?: Readonly<Record<string, GraphPackage>>;
}
interface GraphPackage {
  readonly localPath: string;
  readonly dependencies: readonly string[];
}
interface GraphModule {
  readonly kind?: string;
  readonly specifier: string;
  readonly local?: string;
  readonly npmPackage?: string;
  readonly error?: string;
  readonly dependencies?: readonly GraphImport[];
}
interface GraphImport {
  readonly specifier: string;
  /** What is loaded; absent for an import of types alone. */
  readonly code?: { readonly specifier?: string };
}

const MAIN = "main.ts";

/** A worker's entry, as it must be written for this to find it. */
const WORKER_ENTRY = /new Worker\(\s*new URL\(\s*"([^"]+)",\s*import\.meta\.url\s*,?\s*\)/g;

/**
 * The entries of the workers that a module starts.
 *
 * @throws {Error} A worker is started in another way: it would be missing in the binary.
 */
export function workerEntries(source: string, name: string): string[] {
  // Comments may speak of workers.
  const code = source.replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
  const entries = [...code.matchAll(WORKER_ENTRY)].map(([, entry = ""]) => entry);
  const starts = [...code.matchAll(/new Worker\b/g)].length;
  if (starts !== entries.length) {
    throw new Error(`${name}: a worker's entry can't be found, expected new Worker(new URL("…", import.meta.url)`);
  }
  return entries;
}

/** @throws {Error} The modules can't be resolved, or a package is in another place than its cache. */
export async function findEmbedded(root: URL): Promise<Embedded> {
  const workers: string[] = [];
  let graph = await moduleGraph(root, [MAIN]);
  for (;;) {
    const found = (await workersOf(root, graph)).filter((worker) => !workers.includes(worker));
    if (found.length === 0) break;
    workers.push(...found);
    graph = await moduleGraph(root, [MAIN, ...workers]);
  }

  const npmCache = await npmCacheFolder(root);
  const npm = new Set<string>();
  const inCacheOf = (name: string, folder: string) => {
    const inCache = below(npmCache, folder);
    if (inCache === undefined) throw new Error(`${name}: it is in ${folder}, expected it in ${npmCache}`);
    return inCache;
  };
  const used = packagesOf(graph);
  for (const [name, { localPath, subpaths }] of used) {
    const folder = withSlash(localPath);
    const inCache = inCacheOf(name, folder);
    const manifest: unknown = JSON.parse(await Deno.readTextFile(`${folder}package.json`));
    npm.add(`${inCache}package.json`);
    const entries = [...subpaths].map((subpath) => `${folder}${targetOf(manifest, subpath)}`);
    for (const file of await reached(root, entries, folder)) npm.add(`${inCache}${file}`);
  }
  // A package that is named by another's manifest would be fetched were it not there, also where nothing of it is imported.
  for (const [name, { localPath }] of dependenciesOf([...used.keys()], graph)) {
    npm.add(`${inCacheOf(name, withSlash(localPath))}package.json`);
  }
  const specifiers = graph.modules.flatMap(({ dependencies = [] }) => dependencies.map(({ specifier }) => specifier));
  return {
    project: projectFiles(root, graph),
    npm: [...npm].sort(),
    workers: workers.sort(),
    npmCache,
    specifiers: [...new Set(specifiers)].sort(),
  };
}

/** All modules that some modules load, statically or dynamically. Those of types alone are never loaded. */
async function moduleGraph(root: URL, entries: readonly string[]): Promise<Graph> {
  const graphs = await Promise.all(entries.map((entry) => info(root, [entry])));
  const modules = new Map(graphs.flatMap((graph) => graph.modules).map((module) => [module.specifier, module]));
  const broken = [...modules.values()].find(({ error }) => error !== undefined);
  if (broken !== undefined) throw new Error(`${broken.specifier}: ${broken.error}`);
  const loaded = new Set(entries.map((entry) => new URL(entry, root).href));
  for (const specifier of loaded) {
    for (const { code } of modules.get(specifier)?.dependencies ?? []) {
      if (code?.specifier !== undefined) loaded.add(code.specifier);
    }
  }
  return {
    modules: [...modules.values()].filter(({ kind, specifier }) => kind === "npm" || loaded.has(specifier)),
    npmPackages: Object.assign({}, ...graphs.map((graph) => graph.npmPackages)),
  };
}

async function info(root: URL, args: readonly string[]): Promise<Graph> {
  const { success, stdout, stderr } = await new Deno.Command("deno", {
    args: ["info", "--json", ...args],
    cwd: root,
  }).output();
  if (!success) throw new Error(`deno info ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

async function npmCacheFolder(root: URL): Promise<string> {
  const folder: unknown = Reflect.get(await info(root, []), "npmCache");
  if (typeof folder !== "string") throw new Error("deno info: it names no npmCache");
  return withSlash(folder);
}

async function workersOf(root: URL, graph: Graph): Promise<string[]> {
  const workers: string[] = [];
  for (const file of projectFiles(root, graph).filter((name) => name.endsWith(".ts"))) {
    const url = new URL(file, root);
    for (const entry of workerEntries(await Deno.readTextFile(url), file)) {
      workers.push(new URL(entry, url).href.slice(root.href.length));
    }
  }
  return workers;
}

function projectFiles(root: URL, graph: Graph): string[] {
  return graph.modules.map(({ specifier }) => specifier).filter((specifier) => specifier.startsWith(root.href))
    .map((specifier) => decodeURIComponent(specifier.slice(root.href.length))).sort();
}

/** The npm packages that a graph uses, and the subpaths of each that it imports: `.` is the package itself. */
function packagesOf(graph: Graph): Map<string, { localPath: string; subpaths: Set<string> }> {
  const used = new Map<string, { localPath: string; subpaths: Set<string> }>();
  for (const { npmPackage, specifier } of graph.modules) {
    if (npmPackage === undefined) continue;
    const found = graph.npmPackages?.[npmPackage];
    if (found === undefined) throw new Error(`${specifier}: its package can't be found`);
    // npm:/deno-std@1.4.0/yaml/parse.js → yaml/parse.js
    const subpath = /^npm:\/?(?:@[^/]+\/)?[^/@]+@[^/]+\/(.+)$/.exec(specifier)?.[1];
    const entry = used.get(npmPackage) ?? { localPath: found.localPath, subpaths: new Set() };
    entry.subpaths.add(subpath === undefined ? "." : `./${subpath}`);
    used.set(npmPackage, entry);
  }
  return used;
}

/** The packages that some packages depend on, and those that these depend on. */
function dependenciesOf(names: readonly string[], graph: Graph): Map<string, GraphPackage> {
  const found = new Map<string, GraphPackage>();
  const follow = (name: string) => {
    for (const dependency of graph.npmPackages?.[name]?.dependencies ?? []) {
      const known = graph.npmPackages?.[dependency];
      if (known === undefined || found.has(dependency)) continue;
      found.set(dependency, known);
      follow(dependency);
    }
  };
  names.forEach(follow);
  return found;
}

/** The files of a package that its entries reach. Types are not among them: nothing of them is left at run time. */
async function reached(root: URL, entries: readonly string[], folder: string): Promise<string[]> {
  const files = new Set<string>();
  for (const entry of entries) {
    for (const { kind, specifier, local, error } of (await info(root, ["--no-config", entry])).modules) {
      if (error !== undefined) throw new Error(`${specifier}: ${error}`);
      if (kind === "node" || /\.d\.[cm]?ts$/.test(specifier)) continue;
      const file = local === undefined ? undefined : below(folder, local.replaceAll("\\", "/"));
      if (file === undefined) throw new Error(`${specifier}: it is outside its package, which is not supported`);
      files.add(file);
    }
  }
  return [...files];
}

function withSlash(folder: string): string {
  return `${folder.replaceAll("\\", "/").replace(/\/$/, "")}/`;
}

/** The part of a path below a folder; undefined where it is not in it. */
function below(folder: string, path: string): string | undefined {
  return path.startsWith(folder) ? path.slice(folder.length) : undefined;
}
