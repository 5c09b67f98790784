/**
 * Series that are cut into nights at random.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { Folder } from "../command.ts";
import { bytesOf, concat, gzipOf, zipOf, zstdOf } from "../inputs/compressed.ts";
import { night } from "./night.ts";

/** Draws numbers below a limit, from a seed. */
function drawer(seed: number): (below: number) => number {
  const generator = xoroshiro128plus(seed);
  // The first numbers of small seeds are all alike.
  for (let n = 0; n < 16; n++) generator.next();
  return (below) => Math.floor((generator.next() >>> 0) / 2 ** 32 * below);
}

type Draw = ReturnType<typeof drawer>;

function oneOf<T>(draw: Draw, ...all: readonly [T, ...T[]]): T {
  return all[draw(all.length)] ?? all[0];
}

/** A series cut into nights. */
interface Case {
  readonly config: string;
  readonly kind: "plain" | "timestamps" | "symbols" | "symbol files";
  /** The lines of each night, each with its line end, after the header. */
  readonly nights: readonly (readonly string[])[];
  readonly header: string;
  /** Whether each night has a file of its own; else the file of the first grows. */
  readonly hasFiles: boolean;
  readonly compression: "none" | "gz" | "zst" | "zip";
  readonly signals: string;
  readonly window: number;
  /** Whether the last line of a night comes without its line end, which the next one begins with. */
  readonly isOpen: boolean;
}

/** A close as files have them, and now and then one that no double holds. */
function closeOf(draw: Draw): string {
  if (draw(40) === 0) return oneOf(draw, "1e30", "0.000000000000000000001", "-7", "123456789012345678", "0", "1E-5");
  const digits = draw(4);
  return (1000 + draw(200) / 100).toFixed(digits);
}

function caseOf(seed: number): Case {
  const draw = drawer(seed);
  const kind = oneOf(draw, "plain", "timestamps", "symbols", "symbol files");
  const window = oneOf(draw, 1, 2, 3, 5, 20);
  const skips = draw(3) === 0;
  const lineEnd = oneOf(draw, "\n", "\r\n");
  const count = 2 + draw(4);
  let second = 1_700_000_000;
  const line = () => {
    if (skips && draw(10) === 0) return `${second + 0.5},A,x${lineEnd}`;
    second += draw(3) === 0 ? 0 : 60;
    if (kind !== "symbols" || draw(4) === 0) second += 60;
    return `${second},${
      oneOf(draw, "A", "B", "C", "日本", "a long name of a symbol, quoted").replace(/.*,.*/, '"$&"')
    },${closeOf(draw)}${lineEnd}`;
  };
  const nights = Array.from(
    { length: count },
    (_, n) => Array.from({ length: (n === 0 ? 200 : 1) + draw(80) }, line).concat(`${second += 60},A,5${lineEnd}`),
  );
  const hasCounts = draw(2) === 0;
  const asksForGaps = kind === "timestamps" && draw(3) === 0;
  // Without a word on gaps, those that a run tells of are about the night, and the counts have how many warnings there are.
  const ignoresGaps = hasCounts && kind === "timestamps" && !asksForGaps;
  const keys = [
    "seed: 7",
    `window: ${window}`,
    'version: "v1"',
    ...(kind === "plain" || kind === "symbol files" ? [] : ["timestamp_column: t", "time_unit: s", "duplicates: keep"]),
    ...(kind === "symbols" ? ["symbol_column: s"] : []),
    ...(kind === "symbol files" ? ["inputs: symbols"] : []),
    ...(skips ? ["invalid_rows: skip", "max_invalid_rows: 90%"] : []),
    ...(hasCounts ? ["counts: include"] : []),
    ...oneOf<string[]>(draw, [], [], ["warmup: exclude"], ["warmup: exclude-from-rate"]),
    ...(asksForGaps ? ["gaps: warn", "interval: 1m"] : ignoresGaps ? ["gaps: ignore"] : []),
  ];
  const hasFiles = kind === "symbol files" ? false : draw(2) === 0;
  const compression = oneOf(draw, "none", "none", "gz", "zst", hasFiles ? "zip" : "gz");
  return {
    config: keys.join("\n") + "\n",
    kind,
    nights,
    header: `t,s,close${lineEnd}`,
    hasFiles,
    compression,
    signals: oneOf(draw, "csv", "jsonl", "csv.gz"),
    window,
    isOpen: !hasFiles && draw(3) === 0,
  };
}

function compressed(text: string, compression: Case["compression"]): Uint8Array {
  if (compression === "gz") return gzipOf(text);
  if (compression === "zst") return zstdOf(text);
  return compression === "zip" ? zipOf([{ name: "in.csv", text }]) : bytesOf(text);
}

/** Runs each night, and one run over all that they have read: both have to leave the same. */
export async function runNights(seed: number): Promise<void> {
  const { config, kind, nights, header, hasFiles, compression, signals, isOpen } = caseOf(seed);
  using folder = new Folder({ "config.yaml": config });
  const inputsOfFull: string[] = [];
  const parts: Uint8Array[] = [];
  let ended: Awaited<ReturnType<typeof night>> | undefined;
  let rowsBefore = 0;
  const grown = new Map<string, Uint8Array>();
  let carried = "";
  for (const [n, lines] of nights.entries()) {
    // Of inputs that are symbols one is new each second night, and the others take turns to grow.
    const name = kind === "symbol files" ? `s${n % 2 === 0 ? n : n - 1}.csv` : hasFiles ? `f${n}.csv` : "f.csv";
    const isNew = !grown.has(name);
    let text = (isNew ? header : "") + (isNew && kind === "symbol files" ? "" : carried) + lines.join("");
    carried = "";
    if (isOpen && kind !== "symbol files" && n < nights.length - 1) {
      const end = text.length - (text.endsWith("\r\n") ? 2 : 1);
      [text, carried] = [text.slice(0, end), text.slice(end)];
    }
    grown.set(name, concat(grown.get(name) ?? new Uint8Array(0), compressed(text, compression)));
    folder.write(name, grown.get(name) ?? "");
    if (isNew) inputsOfFull.push(name);
    const resume = n === 0 ? [] : ["--resume", `state${n - 1}.json`];
    const outputs = ["--checkpoint", `state${n}.json`, "--signals", `part${n}.${signals}`];
    ended = await night(folder, `night${n}`, [name], [...resume, ...outputs]);
    assertEquals(ended.failure, undefined, `seed ${seed}, night ${n}`);
    parts.push(Deno.readFileSync(folder.of(`part${n}.${signals}`)));
    const text2 = await textOf(parts[n] ?? new Uint8Array(0), signals);
    const rows = text2.trimEnd().split("\n").length - (signals === "jsonl" ? 0 : 1);
    if (n > 0) {
      assertEquals((ended.increment as { first_row: number }).first_row, rowsBefore + 1);
      assertEquals((ended.increment as { rows: number }).rows, rows, `seed ${seed} ${text2}`);
    } else assertEquals(ended.increment, undefined);
    rowsBefore += rows;
  }
  const full = await night(folder, "full", inputsOfFull, ["--signals", `full.${signals}`]);
  assertEquals(full.failure, undefined, `seed ${seed}`);
  assertEquals(ended?.metrics, full.metrics, `seed ${seed}`);
  if (kind === "symbol files") return;
  const texts = await Promise.all(parts.map((part) => textOf(part, signals)));
  const together = texts.map((text, n) => n === 0 || signals === "jsonl" ? text : text.slice(text.indexOf("\n") + 1));
  assertEquals(
    together.join(""),
    await textOf(Deno.readFileSync(folder.of(`full.${signals}`)), signals),
    `seed ${seed}`,
  );
}

async function textOf(bytes: Uint8Array, signals: string): Promise<string> {
  if (signals !== "csv.gz") return new TextDecoder().decode(bytes);
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream("gzip"));
  return await new Response(stream).text();
}
