import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { boundsOf, lowRank } from "../../lib/confidence/bootstrap.ts";
import { Units } from "../../lib/confidence/units.ts";

const LEVEL = 95_000_000;

Deno.test({ name: "bootstrap: ranks of the bounds, by the level", permissions: "none" }, () => {
  for (
    const [replicates, level, rank] of [
      [1999, LEVEL, 50],
      [999, LEVEL, 25],
      [1999, 99_900_000, 1],
      [1999, 50_000_000, 500],
      [99, 99_900_000, 1],
      [99_999, 99_900_000, 50],
    ] as const
  ) assertEquals(lowRank(replicates, level), rank, `${replicates} ${level}`);
});

Deno.test({ name: "bootstrap: blocks as long as the series are the series", permissions: "none" }, () => {
  const counts = Float64Array.of(3, 1, 4, 1, 5);
  const { low, high } = boundsOf({ counts, blockUnits: 5, replicates: 99, seed: 1 }, LEVEL);
  assertEquals([low, high], [14, 14]);
});

Deno.test({ name: "bootstrap: each block is of neighbours, and goes round the end", permissions: "none" }, () => {
  // One block of two and a shortened one of one: what three units of 1, 10 and 100 can give.
  const counts = Float64Array.of(1, 10, 100);
  const pairs = [11, 110, 101];
  const possible = new Set(pairs.flatMap((pair) => [1, 10, 100].map((one) => pair + one)));
  for (let seed = 0; seed < 200; seed++) {
    const { low, high } = boundsOf({ counts, blockUnits: 2, replicates: 99, seed }, 50_000_000);
    assert(possible.has(low) && possible.has(high), `${low} ${high}`);
  }
});

Deno.test({ name: "bootstrap: constant signals leave no doubt", permissions: "none" }, () => {
  const counts = new Float64Array(1000).fill(1);
  const { low, high, drawn } = boundsOf({ counts, blockUnits: 10, replicates: 199, seed: 7 }, LEVEL);
  assertEquals([low, high], [1000, 1000]);
  // 1000 of 1024 numbers are places: the others are drawn again.
  assert(drawn > 19_900 && drawn < 21_500, `${drawn}`);
});

interface Job {
  readonly signals: readonly number[];
  readonly block_rows: number;
  readonly replicates: number;
  readonly seed: number;
  readonly level: number;
}

/** Signals in runs, as rolling means give them. */
function jobOf(seed: number, rows: number): Job {
  let state = seed + 1;
  let signal = 0;
  const signals = Array.from({ length: rows }, () => {
    state = state * 48_271 % 2_147_483_647;
    if (state % 7 === 0) signal = 1 - signal;
    return signal;
  });
  return {
    signals,
    block_rows: 10 + seed % 90,
    replicates: 199,
    seed: seed * 40_503_841 % 4_294_967_296,
    level: LEVEL,
  };
}

const JOBS = [[0, 100], [1, 999], [2, 8192], [3, 8193], [4, 16_384], [5, 20_001], [6, 33_333]].map((
  [seed = 0, rows = 0],
) => jobOf(seed, rows));

function computed({ signals, block_rows, replicates, seed, level }: Job) {
  const units = new Units();
  units.add(signals, 0, signals.length);
  const { counts, unitRows } = units;
  const blockUnits = Math.ceil(block_rows / unitRows);
  const { low, high } = boundsOf({ counts, blockUnits, replicates, seed }, level);
  return { low, high, units: counts.length, unit_rows: unitRows };
}

async function outputOf(program: string, args: readonly string[], job: Job): Promise<unknown> {
  const child = new Deno.Command(program, { args: [...args], stdin: "piped", stdout: "piped", stderr: "piped" })
    .spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(JSON.stringify(job)));
  await writer.close();
  const { success, stdout, stderr } = await child.output();
  assert(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

function isThere(program: string): boolean {
  try {
    return new Deno.Command(program, { args: ["--version"], stdout: "null", stderr: "null" }).outputSync().success;
  } catch {
    return false;
  }
}

const hasPython = isThere("python3");
Deno.test({
  name: `bootstrap: a short program in Python gives the same bounds${hasPython ? "" : " (skipped: no python3)"}`,
  ignore: !hasPython,
}, async () => {
  for (const job of JOBS) {
    assertEquals(await outputOf("python3", [`${import.meta.dirname}/bootstrap.py`], job), computed(job));
  }
});

/** The program that `PYTHON` names, or `python3`, if it has the package arch. */
const python = Deno.env.get("PYTHON") ?? "python3";
const hasArch = (() => {
  try {
    return new Deno.Command(python, { args: ["-c", "import arch"], stdout: "null", stderr: "null" }).outputSync()
      .success;
  } catch {
    return false;
  }
})();
Deno.test({
  name: `bootstrap: the bounds of arch's CircularBlockBootstrap differ by chance only${
    hasArch ? "" : " (skipped: no Python package arch)"
  }`,
  ignore: !hasArch,
}, async () => {
  for (const seed of [1, 2, 3, 4]) {
    const job = { ...jobOf(seed, 4000), replicates: 4000 };
    const { low, high } = computed(job);
    const other = await outputOf(python, [`${import.meta.dirname}/bootstrap_by_arch.py`], job);
    if (typeof other !== "object" || other === null || !("low" in other) || !("high" in other)) throw new Error("none");
    // The standard error of such a quantile of 4,000 replicates is below a twentieth of the interval.
    const tolerance = (high - low) / 4000 / 20 * 2;
    assertAlmostEquals(low / 4000, Number(other.low), tolerance);
    assertAlmostEquals(high / 4000, Number(other.high), tolerance);
  }
});

const hasNode = isThere("node");
Deno.test({
  name: `bootstrap: Node gives the same bounds as Deno${hasNode ? "" : " (skipped: no node)"}`,
  ignore: !hasNode,
}, async () => {
  const { build, stop } = await import("esbuild");
  const folder = Deno.makeTempDirSync({ prefix: "batch-signal-test-" });
  try {
    const lib = `${import.meta.dirname}/../../lib/confidence`;
    const random = new URL(import.meta.resolve("pure-rand/generator/xoroshiro128plus"));
    const { outputFiles: [file] = [] } = await build({
      bundle: true,
      write: false,
      format: "esm",
      platform: "node",
      logLevel: "silent",
      tsconfigRaw: {},
      alias: {
        "pure-rand/generator/xoroshiro128plus": random.pathname,
        units: `${lib}/units.ts`,
        bounds: `${lib}/bootstrap.ts`,
      },
      stdin: {
        resolveDir: lib,
        contents: `
          import { readFileSync } from "node:fs";
          import { Units } from "units";
          import { boundsOf } from "bounds";
          ${computed.toString()}
          console.log(JSON.stringify(computed(JSON.parse(readFileSync(0, "utf8")))));`,
      },
    });
    Deno.writeFileSync(`${folder}/same.mjs`, file?.contents ?? new Uint8Array());
    for (const job of JOBS) assertEquals(await outputOf("node", [`${folder}/same.mjs`], job), computed(job));
  } finally {
    await stop();
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test({ name: "units: the counts depend on the signals alone, however they arrive", permissions: "none" }, () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 70_000 }),
      fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 50 }),
      (rows, parts, seed) => {
        const { signals } = jobOf(seed, rows);
        let unitRows = 1;
        while (Math.floor(rows / unitRows) > 8192) unitRows *= 2;
        const units = new Units();
        let [from, part] = [0, 0];
        while (from < rows) {
          const to = Math.min(rows, from + (parts[part++ % parts.length] ?? 1));
          units.add(signals, from, to);
          from = to;
        }
        assertEquals(units.rows, rows);
        assertEquals(units.unitRows, unitRows);
        const expected = Array.from(
          { length: Math.floor(rows / unitRows) },
          (_, n) => signals.slice(n * unitRows, (n + 1) * unitRows).reduce((sum, signal) => sum + signal, 0),
        );
        assertEquals([...units.counts], expected);
      },
    ),
    { numRuns: 60 },
  );
});
