/**
 * Makes the bundle: the program as one ES module, which runs anywhere with Deno, without npm packages, import map or
 * network, and is what the binary is compiled from.
 *
 *     deno task bundle                         dist/batch-signal.js, its worker, and the licences of what is in them
 *     deno task bundle --commit HASH
 *
 * The same commit gives the same bytes anywhere. The one file holds all that a run may need: a second file would be read
 * in each run that needs it, and code that is not called costs next to nothing. The worker is a module of its own, for
 * each thread loads it anew.
 *
 * @module
 */
import type { BuildOptions, Metafile, Plugin } from "esbuild";
import { basename, dirname, fromFileUrl, resolve } from "@std/path";
import { readFlags } from "../flags.ts";
import { functionsCalled, withEagerFunctions } from "./eager.ts";
import { layOutPackages, licencesOf, type Package, type Packages, packagesAmong } from "./packages.ts";

/** The program, as users start it. */
export const BUNDLE = "batch-signal.js";
/** What is loaded on demand. */
export const ROOMS = "batch-signal-rooms.js";
/** What of that writes lines for rows: large files have many, and all of the rest takes as long to load as 100,000 of them. */
export const LINES = "batch-signal-lines.js";
/** What several of these need. */
export const SHARED = "batch-signal-shared.js";
/** What each thread loads. */
export const WORKER = "batch-signal-worker.js";
/** The thread that hashes. */
export const HASH_WORKER = "batch-signal-hash.js";
/**
 * What is imported on demand and yet loaded with the program, because it is small: to load all of the rest takes as long as
 * reading 30 MB.
 */
const EARLY: readonly string[] = [
  "lib/inputs/ahead/read_ahead.ts",
  "lib/inputs/glob.ts",
  "lib/inputs/series.ts",
  "lib/outputs/symbol_metrics.ts",
  "lib/series/missing_parts.ts",
  "lib/series/other_symbol.ts",
  "lib/series/series_rows.ts",
  "lib/threads/begin.ts",
  "lib/threads/timed_rows.ts",
];
/** What is in {@linkcode LINES}. */
const OF_LINES: readonly string[] = [
  "lib/outputs/signals/create.ts",
  "lib/outputs/signals/csv.ts",
  "lib/outputs/signals/format.ts",
  "lib/outputs/signals/gzip.ts",
  "lib/outputs/signals/json_lines.ts",
  "lib/outputs/signals/sink.ts",
  "lib/outputs/signals/text_file.ts",
  "lib/outputs/signals/timed_file.ts",
  "lib/outputs/signals/timestamp_column.ts",
  "lib/rows/invalid_rows.ts",
];
/** The thread that compresses. */
export const DEFLATE_WORKER = "batch-signal-deflate.js";
/** The thread that reads small files ahead. */
export const AHEAD_WORKER = "batch-signal-ahead.js";
/** The licences of the packages in these, as they ask for. */
export const LICENCES = "THIRD-PARTY-LICENSES.txt";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));
const MAIN_ENTRY = "main.ts";
/** Where each worker starts, and its file. */
const WORKERS: readonly (readonly [entry: string, file: string])[] = [
  ["lib/threads/worker.ts", WORKER],
  ["lib/digests/hash_worker.ts", HASH_WORKER],
  ["lib/outputs/signals/deflate_worker.ts", DEFLATE_WORKER],
  ["lib/inputs/ahead/ahead_worker.ts", AHEAD_WORKER],
];
/** What is bundled: nothing imports the workers. */
export const ENTRIES: readonly string[] = [MAIN_ENTRY, ...WORKERS.map(([entry]) => entry)];

/** How the bundler works, whatever is bundled. */
const OPTIONS = {
  bundle: true,
  write: false,
  metafile: true,
  format: "esm",
  platform: "neutral",
  // What a package has for Node reads files by modules of Node: none of it has a use here.
  conditions: ["deno", "browser", "import", "module"],
  mainFields: ["module", "main"],
  target: "esnext",
  absWorkingDir: ROOT,
  outdir: ".",
  // Names stay: they stand in the report of an internal error. Without white space and comments no path is left.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "none",
  // The compiler's options of whatever folder this stands in have no say.
  tsconfigRaw: {},
  logLevel: "silent",
} as const satisfies BuildOptions;

/** Candles of which the kernel gets several batches. */
const SAMPLE_ROWS = Array.from({ length: 10_000 }, (_, n) => {
  const close = (100 + n % 7 + n / 100).toFixed(2);
  return `${1_700_000_000 + 60 * n},${close},${close},${close},${close},${n}\n`;
});

/** What is said of each part. */
type Entry = Pick<BuildOptions, "entryPoints" | "chunkNames" | "splitting" | "plugins">;

/** What a bundle is made of. */
export interface Bundle {
  /** Name → content. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The packages that it has modules of. */
  readonly packages: readonly Package[];
}

/**
 * Makes the bundle's files, in memory.
 *
 * @param commit What `--version` names.
 * @throws {Error} A module can't be found, or a worker's entry.
 */
export async function makeBundle(commit: string): Promise<Bundle> {
  // The bundler reads the environment as soon as it is loaded, which not all that import this module may.
  const { build, stop } = await import("esbuild");
  const bundled = (entry: Entry) => build({ ...OPTIONS, ...entry });
  const packages = await layOutPackages(ROOT);
  try {
    const sources = await sourcesBelow(ROOT);
    const common = [builtins(sources), packagesOf(packages)];
    const rooms = new Rooms(sources);
    const program = (chunkNames: string, needed: readonly string[]) =>
      bundled({
        entryPoints: [
          { in: MAIN_ENTRY, out: stemOf(BUNDLE) },
          { in: ROOMS, out: stemOf(ROOMS) },
          { in: LINES, out: stemOf(LINES) },
        ],
        chunkNames,
        splitting: true,
        plugins: [rooms.plugin(needed), ...common, sourcesOf(commit, rooms, needed)],
      });
    // What several have in common becomes one module: a module for each two of them, and a hash in its name would hang on
    // where the packages are. So each is made to need what any two need.
    const apart = await program("[hash]", []);
    const built = await Promise.all([
      program(stemOf(SHARED), modulesInCommon(apart.metafile)),
      ...WORKERS.map(([entry, file]) =>
        bundled({ entryPoints: [{ in: entry, out: stemOf(file) }], plugins: [...common, sourcesOf(commit)] })
      ),
    ]);
    const files = await compiledEagerly(
      new Map(built.flatMap(({ outputFiles }) => outputFiles.map(({ path, text }) => [basename(path), text]))),
    );
    const modules = built.flatMap(({ metafile }) => Object.keys(metafile.inputs).map((input) => resolve(ROOT, input)));
    const used = packagesAmong(modules);
    const licence = await Deno.readTextFile(`${ROOT}LICENSE`);
    files.set(LICENCES, new TextEncoder().encode(await licencesOf(used, modules, licence)));
    return { files, packages: used };
  } finally {
    await stop();
    await packages.remove();
  }
}

/** What stands in modules that several parts of a program share. */
function modulesInCommon({ outputs }: Metafile): readonly string[] {
  const shared = Object.values(outputs).filter(({ entryPoint }) => entryPoint === undefined);
  return shared.flatMap(({ inputs }) => Object.keys(inputs)).sort().map((input) => {
    // What is no file has the name of its kind before its own.
    const name = input.replace(/^builtin:/, "");
    return name.startsWith("node:") ? name : resolve(ROOT, input);
  });
}

function importsOf(modules: readonly string[]): string {
  return modules.map((module) => `import ${JSON.stringify(module)};`).join("");
}

/** Files with what a plain run calls compiled when it is loaded. */
async function compiledEagerly(texts: ReadonlyMap<string, string>): Promise<Map<string, Uint8Array>> {
  const folder = await Deno.makeTempDir({ prefix: "batch-signal-bundle-" });
  const file = (name: string) => `${folder}/${name}`;
  try {
    for (const [name, text] of texts) await Deno.writeTextFile(file(name), text);
    await Deno.writeTextFile(file("candles.csv"), `timestamp,open,high,low,close,volume\n${SAMPLE_ROWS.join("")}`);
    await Deno.writeTextFile(file("config.yaml"), `seed: 42\nwindow: 5\nversion: "v1"\n`);
    const inputs = ["--input", file("candles.csv"), "--config", file("config.yaml")];
    const outputs = ["--output", file("metrics.json"), "--log-file", file("run.log")];
    const called = await functionsCalled(["--allow-read", "--allow-write", file(BUNDLE), ...inputs, ...outputs]);
    const encoder = new TextEncoder();
    return new Map([...texts].map(([name, text]) => {
      const functions = called.get(name);
      return [name, encoder.encode(functions === undefined ? text : withEagerFunctions(text, functions))];
    }));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function stemOf(name: string): string {
  return basename(name, ".js");
}

/** The project's own modules, by their paths. */
async function sourcesBelow(root: string): Promise<Map<string, string>> {
  const sources = new Map([[`${root}${MAIN_ENTRY}`, await Deno.readTextFile(`${root}${MAIN_ENTRY}`)]]);
  const folders = [`${root}lib`];
  for (const folder of folders) {
    for (const { name, isDirectory } of Deno.readDirSync(folder)) {
      const path = `${folder}/${name}`;
      if (isDirectory) folders.push(path);
      else if (name.endsWith(".ts")) sources.set(path, await Deno.readTextFile(path));
    }
  }
  return sources;
}

/**
 * What is imported on demand, in two modules: each in one of its own would have to share many small ones with the others,
 * and a run that needs one of them often needs a second.
 */
class Rooms {
  static readonly #IMPORT = /\bimport\(\s*"([^"]+)"\s*\)/g;
  /** Paths, or what the import map names. */
  readonly #modules: readonly string[];

  constructor(sources: ReadonlyMap<string, string>) {
    const modules = [...sources].flatMap(([path, source]) =>
      [...source.matchAll(Rooms.#IMPORT)].map(([, specifier = ""]) => moduleAt(path, specifier))
    );
    this.#modules = [...new Set(modules)].sort();
  }

  /** A source in which they come from that module, or have come already. */
  applyTo(source: string, path: string): string {
    const early: string[] = [];
    const changed = source.replace(Rooms.#IMPORT, (_, specifier: string) => {
      const module = moduleAt(path, specifier);
      const name = `room${this.#modules.indexOf(module)}`;
      if (EARLY.some((path) => module === `${ROOT}${path}`)) {
        early.push(`import * as ${name} from ${JSON.stringify(specifier)};`);
        return `Promise.resolve(${name})`;
      }
      // Not as a text: Deno would read what it names at once, needed or not.
      return `import(new URL("./${fileOf(module)}", import.meta.url).href).then(({ ${name} }) => ${name})`;
    });
    return early.join("") + changed;
  }

  /** @param needed What each of the two needs beside what is imported from it. */
  plugin(needed: readonly string[]): Plugin {
    const contentsOf = (file: string) =>
      importsOf(needed) +
      this.#modules.map((module, n) =>
        fileOf(module) === file ? `export * as room${n} from ${JSON.stringify(module)};\n` : ""
      ).join("");
    return {
      name: "rooms",
      setup({ onLoad, onResolve }) {
        onResolve(
          { filter: /^/ },
          ({ path }) => [ROOMS, LINES].includes(path) ? { path, namespace: "rooms" } : undefined,
        );
        onLoad({ filter: /^/, namespace: "rooms" }, ({ path }) => ({ contents: contentsOf(path), resolveDir: ROOT }));
      },
    };
  }
}

/** Where a module is that is imported on demand. */
function fileOf(module: string): string {
  return OF_LINES.some((path) => module === `${ROOT}${path}`) ? LINES : ROOMS;
}

function moduleAt(importer: string, specifier: string): string {
  return specifier.startsWith(".") ? resolve(dirname(importer), specifier) : specifier;
}

/**
 * The runtime's own modules, loaded when one of their functions is first called: to load `node:zlib` takes half as long as
 * a small run, and all modules that are imported on demand begin together, needed or not.
 */
function builtins(sources: ReadonlyMap<string, string>): Plugin {
  return {
    name: "builtins",
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: "builtin" }));
      onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => ({ contents: lazyModuleOf(path, sources) }));
    },
  };
}

/** @throws {Error} Something is imported that is no function: it can't be had later. */
function lazyModuleOf(path: string, sources: ReadonlyMap<string, string>): string {
  const imports = new RegExp(`^import \\{([^}]*)\\} from ${JSON.stringify(path)};$`, "gm");
  const names = new Set(
    [...sources.values()].flatMap((source) =>
      [...source.matchAll(imports)].flatMap(([, list = ""]) => list.split(",").map((name) => name.trim()))
    ),
  );
  const builtin = process.getBuiltinModule(path) ?? {};
  const module = JSON.stringify(path);
  const functions = [...names].filter((name) => name !== "").sort().map((name) => {
    if (typeof Reflect.get(builtin, name) !== "function") throw new Error(`${path}: ${name} is no function`);
    return `export const ${name} = (...args) => (loaded ??= process.getBuiltinModule(${module})).${name}(...args);\n`;
  });
  return `let loaded;\n${functions.join("")}`;
}

/** What the project's import map names is found in the packages that are laid out. */
function packagesOf({ folder, pathOf }: Packages): Plugin {
  return {
    name: "packages",
    setup({ onResolve, resolve }) {
      onResolve({ filter: /^[@a-z]/ }, ({ path, importer, kind, pluginData }) => {
        if (pluginData === "mapped" || importer.startsWith(folder)) return undefined;
        const mapped = pathOf(path);
        if (mapped === undefined) throw new Error(`${importer}: ${path} is not in the import map`);
        return resolve(mapped, { resolveDir: folder, kind, pluginData: "mapped" });
      });
    },
  };
}

/** What is not TypeScript, and what differs between the sources and the bundle. */
function sourcesOf(commit: string, rooms?: Rooms, needed: readonly string[] = []): Plugin {
  return {
    name: "sources",
    setup({ onLoad }) {
      onLoad({ filter: /\.wasm$/ }, async ({ path }) => ({
        contents: moduleOf(await Deno.readFile(path)),
        loader: "js",
      }));
      onLoad({ filter: /[/\\]deno\.json$/ }, async ({ path }) => {
        const { version } = JSON.parse(await Deno.readTextFile(path));
        return { contents: JSON.stringify({ version }), loader: "json" };
      });
      onLoad({ filter: /[/\\]lib[/\\]build\.json$/ }, () => ({ contents: JSON.stringify({ commit }), loader: "json" }));
      onLoad({ filter: /[/\\](?:lib[/\\].*|main)\.ts$/ }, async ({ path }) => {
        const source = withWorkers(await Deno.readTextFile(path), path);
        const early = path === `${ROOT}${MAIN_ENTRY}` ? importsOf(needed) : "";
        return { contents: early + (rooms?.applyTo(source, path) ?? source), loader: "ts", resolveDir: dirname(path) };
      });
    },
  };
}

/** A WebAssembly module as one that needs no file of its own. Its globals are constants, as they are to an import of it. */
function moduleOf(bytes: Uint8Array<ArrayBuffer>): string {
  const names = WebAssembly.Module.exports(new WebAssembly.Module(bytes)).map(({ name, kind }) =>
    `export const ${name} = wasm.${name}${kind === "global" ? ".value" : ""};\n`
  );
  return `const bytes = Uint8Array.fromBase64("${bytes.toBase64()}");\n` +
    `const wasm = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;\n${names.join("")}`;
}

/** A worker's entry, as it must be written to be found. */
const WORKER_START = /(?<=new Worker\(\s*new URL\(\s*)"([^"]+)"(?=,\s*import\.meta\.url\s*,?\s*\))/g;

/**
 * A source in which workers are started from the bundle's files.
 *
 * @throws {Error} A worker is started in another way, or is none that is bundled: it would be missing.
 */
export function withWorkers(source: string, path: string): string {
  // Comments may speak of workers.
  const starts = [...source.replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "").matchAll(/new Worker\b/g)].length;
  let found = 0;
  const changed = source.replace(WORKER_START, (match, entry: string) => {
    const worker = WORKERS.find(([path]) => basename(path) === basename(entry));
    if (worker === undefined) return match;
    found++;
    return JSON.stringify(`./${worker[1]}`);
  });
  if (starts !== found) {
    throw new Error(`${path}: a worker's entry can't be found, expected new Worker(new URL("…", import.meta.url)`);
  }
  return changed;
}

if (import.meta.main) {
  try {
    const flags = readFlags(Deno.args, { commit: "", output: "dist" });
    const { files } = await makeBundle(flags.commit || await currentCommit());
    await Deno.mkdir(flags.output, { recursive: true });
    for (const [name, bytes] of files) {
      await Deno.writeFile(`${flags.output}/${name}`, bytes);
      console.log(`${flags.output}/${name}: ${Math.ceil(bytes.length / 1000)} kB`);
    }
  } catch (error) {
    console.error(`bundle: ${error instanceof Error ? error.message : error}`);
    Deno.exit(1);
  }
}

/** The commit that is checked out, with `-dirty` where files differ from it; `unknown` without git. */
export async function currentCommit(): Promise<string> {
  try {
    const { success, stdout } = await new Deno.Command("git", {
      args: ["describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"],
      cwd: ROOT,
      stderr: "null",
    }).output();
    return success ? new TextDecoder().decode(stdout).trim() : "unknown";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "unknown";
    throw error;
  }
}
