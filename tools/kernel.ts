/**
 * Builds the kernel: AssemblyScript → `lib/candles/kernel/kernel.wasm`.
 *
 *     deno task kernel
 *     deno task kernel --check    says whether the source gives the bytes that are there, and changes nothing
 *
 * Runs in the project's root. The compiler is no dependency of the project: it comes from npm when it is needed, pinned
 * with all that it needs in `tools/kernel.lock`. It gives the same bytes on every machine.
 *
 * @module
 */

const FOLDER = "lib/candles/kernel";
const TARGET = `${FOLDER}/kernel.wasm`;
const COMPILER = "npm:assemblyscript@0.28.20/asc";

/** What runs the compiler: it may read the source and write its result, and looks at its environment for colours. */
const DENO =
  "run --quiet --no-prompt --no-config --node-modules-dir=none --lock=tools/kernel.lock --frozen --allow-read " +
  `--allow-write=${FOLDER} --allow-env`;

/**
 * - `-O3`, `--runtime stub`, `--use abort=`: fast code, and nothing in it that a kernel without objects does not need.
 * - `simd`, `relaxed-simd`: 16 bytes at a time; where "relaxed" leaves a choice to the processor, the source says why there
 *   is none.
 * - Memory has its final size from the start, 25 pages of 64 KiB, for a memory that grows leaves its views behind. What the
 *   compiler itself puts into memory goes behind all that `assembly/layout.ts` lays out.
 */
const OPTIONS = "-O3 --runtime stub --use abort= --enable simd --enable relaxed-simd " +
  "--initialMemory 25 --maximumMemory 25 --memoryBase 1581056";

async function build(target: string): Promise<void> {
  const args = [...DENO.split(" "), COMPILER, `${FOLDER}/assembly/kernel.ts`, "-o", target, ...OPTIONS.split(" ")];
  const { success } = await new Deno.Command("deno", { args }).spawn().status;
  if (!success) throw new Error("the compiler failed");
}

/** Builds beside the kernel that is there. Returns whether both are the same. */
async function isUpToDate(): Promise<boolean> {
  const other = `${FOLDER}/check.wasm`;
  try {
    await build(other);
    const [built, kept] = await Promise.all([Deno.readFile(other), Deno.readFile(TARGET)]);
    return built.length === kept.length && built.every((byte, n) => byte === kept[n]);
  } finally {
    await Deno.remove(other).catch(() => {});
  }
}

const [flag, ...more] = Deno.args;
if (more.length > 0 || (flag !== undefined && flag !== "--check")) {
  console.error(`unexpected argument ${more[0] ?? flag}, expected --check or nothing`);
  Deno.exit(2);
}
if (flag === undefined) {
  await build(TARGET);
  console.log(`${TARGET}: ${(await Deno.stat(TARGET)).size} bytes`);
} else if (await isUpToDate()) {
  console.log(`${TARGET} is what its source gives`);
} else {
  console.error(`${TARGET} is not what its source gives; run deno task kernel`);
  Deno.exit(1);
}
