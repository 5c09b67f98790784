/**
 * Builds the WebAssembly modules from AssemblyScript: the kernel that reads candles, the writer of signals files of
 * lines, the pages of Parquet files, and what a report knows of its rows.
 *
 *     deno task build:kernel
 *     deno task build:kernel --check    says whether the sources give the bytes that are there, and changes nothing
 *
 * Runs in the project's root. The compiler is no dependency of the project: it comes from npm when it is needed, pinned
 * with all that it needs in `tools/kernel.lock`. It gives the same bytes on every machine.
 *
 * @module
 */

/** A module that is built. */
interface Target {
  /** Where it is; its source is in `assembly/` there. */
  readonly folder: string;
  /** `kernel` for `kernel.wasm`, from `assembly/kernel.ts`. */
  readonly name: string;
  /** Its memory, in pages of 64 KiB: the MEMORY_BYTES of its source. */
  readonly pages: number;
  /** The most pages that it may grow to, where it may. */
  readonly mostPages?: number;
  /** What the compiler itself puts into memory goes here: the COMPILER_DATA of its source, which says so if it does not. */
  readonly memoryBase: number;
}

const TARGETS: readonly Target[] = [
  { folder: "lib/kernel", name: "kernel", pages: 1961, memoryBase: 1_581_056 },
  { folder: "lib/outputs/signals/writer", name: "writer", pages: 13, memoryBase: 794_880 },
  { folder: "lib/outputs/signals/pages", name: "pages", pages: 611, mostPages: 4096, memoryBase: 8_503_296 },
  { folder: "lib/report/measure", name: "measure", pages: 4, memoryBase: 237_568 },
];

const COMPILER = "npm:assemblyscript@0.28.20/asc";

/** What runs the compiler: it may read the source and write its result, and looks at its environment for colours. */
const DENO =
  "run --quiet --no-prompt --no-config --node-modules-dir=none --lock=tools/kernel.lock --frozen --allow-read --allow-env";

/**
 * - `-O3`, `--runtime stub`, `--use abort=`: fast code, and nothing in it that a module without objects does not need.
 * - `simd`, `relaxed-simd`: 16 bytes at a time; where "relaxed" leaves a choice to the processor, the source says why there
 *   is none.
 * - Memory has its final size from the start where it can, for a memory that grows leaves its views behind.
 */
const OPTIONS = "-O3 --runtime stub --use abort= --enable simd --enable relaxed-simd";

async function build({ folder, name, pages, mostPages = pages, memoryBase }: Target, output: string): Promise<void> {
  const memory = `--initialMemory ${pages} --maximumMemory ${mostPages} --memoryBase ${memoryBase}`;
  const args = [...DENO.split(" "), `--allow-write=${folder}`, COMPILER, `${folder}/assembly/${name}.ts`]
    .concat(["-o", output, ...OPTIONS.split(" "), ...memory.split(" ")]);
  const { success } = await new Deno.Command("deno", { args }).spawn().status;
  if (!success) throw new Error("the compiler failed");
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(await Deno.readFile(output)));
  const bytes = exports["MEMORY_BYTES"];
  if (!(bytes instanceof WebAssembly.Global) || bytes.value !== pages << 16) {
    throw new Error(`${name} has ${pages} pages of memory, and its source says another number`);
  }
}

/** Builds beside the module that is there. Returns whether both are the same. */
async function isUpToDate(target: Target): Promise<boolean> {
  const other = `${target.folder}/check.wasm`;
  try {
    await build(target, other);
    const [built, kept] = await Promise.all([Deno.readFile(other), Deno.readFile(pathOf(target))]);
    return built.length === kept.length && built.every((byte, n) => byte === kept[n]);
  } finally {
    await Deno.remove(other).catch(() => {});
  }
}

function pathOf({ folder, name }: Target): string {
  return `${folder}/${name}.wasm`;
}

const [flag, ...more] = Deno.args;
if (more.length > 0 || (flag !== undefined && flag !== "--check")) {
  console.error(`unexpected argument ${more[0] ?? flag}, expected --check or nothing`);
  Deno.exit(2);
}
let isStale = false;
for (const target of TARGETS) {
  const path = pathOf(target);
  if (flag === undefined) {
    await build(target, path);
    console.log(`${path}: ${(await Deno.stat(path)).size} bytes`);
  } else if (await isUpToDate(target)) {
    console.log(`${path} is what its source gives`);
  } else {
    console.error(`${path} is not what its source gives; run deno task build:kernel`);
    isStale = true;
  }
}
if (isStale) Deno.exit(1);
