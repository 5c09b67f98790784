/**
 * The night that each engine is given: twelve candle files under two configs, 24 tasks. One task fails once, because its
 * candles come late, and one has a file that was cut off, too short for its window.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { type Finished, must, run } from "../container/process.ts";

const ROOT = new URL("../../", import.meta.url);
const FILES = 12;
const NAMES = Array.from({ length: FILES }, (_, n) => `S${String(n + 1).padStart(2, "0")}`);
/** Its candles are not there when the task {@linkcode LATE} looks for the first time. */
const LATE = "w20-S07";
/** A file of so many rows is enough for a window of 5, and bad data for one of 20. */
const CUT_OFF = "S12";
const ROWS_CUT_OFF = 10;
const TOLD =
  `${CUT_OFF}.csv: no symbol has more than the ${ROWS_CUT_OFF} rows of "${CUT_OFF}", expected at least 20, the window`;

/** The configs, their windows, and how many of their files have enough rows. */
export const CONFIGS = [{ name: "w5", window: 5, runs: FILES }, { name: "w20", window: 20, runs: FILES - 1 }] as const;

/** Closes that a linear congruential generator moves up and down, the same ones each time. */
function candles(symbol: number, rows: number): string {
  let state = symbol + 1;
  let cents = 10_000;
  const lines = Array.from({ length: rows }, (_, n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    cents += (state >>> 24) % 21 - 10;
    return `${n},${(cents / 100).toFixed(2)}\n`;
  });
  return `t,close\n${lines.join("")}`;
}

/** The files, and the program as users hold it. Made once for all engines. */
export class Ground {
  readonly folder: string;
  /** By the name of a config: what one process leaves that reads all files with enough rows. */
  readonly #expected = new Map<string, string>();
  readonly #program: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.#program =
      `'${Deno.execPath()}' run --no-prompt --allow-read --allow-write '${folder}/bundle/batch-signal.js'`;
  }

  static async create(folder: string): Promise<Ground> {
    const ground = new Ground(folder);
    const flags = "run --no-prompt --allow-read --allow-write --allow-run --allow-env tools/release/bundle.ts --output";
    await must([Deno.execPath(), ...flags.split(" "), `${folder}/bundle`], { NO_COLOR: "1" }, ROOT.pathname);
    const night = await ground.night("alone");
    for (const { name, runs } of CONFIGS) {
      const inputs = NAMES.filter((name) => runs === FILES || name !== CUT_OFF).map((name) =>
        `--input=candles/${name}.csv`
      );
      const flags = [`--config=${name}.yaml`, `--output=${name}.json`, "--log-file=run.log"];
      await night.must(["batch-signal", ...inputs, ...flags]);
      ground.#expected.set(name, night.read(`${name}.json`));
    }
    return ground;
  }

  /** A folder for one engine, with the candles and configs, and a command that tells of its tries. */
  async night(engine: string): Promise<Night> {
    const folder = `${this.folder}/${engine}`;
    await Deno.mkdir(`${folder}/candles`, { recursive: true });
    await Deno.mkdir(`${folder}/bin`);
    for (const [n, name] of NAMES.entries()) {
      const rows = name === CUT_OFF ? ROWS_CUT_OFF : 2000 + 100 * n;
      await Deno.writeTextFile(`${folder}/candles/${name}.csv`, candles(n, rows));
    }
    for (const { name, window } of CONFIGS) {
      const config = `seed: 42\nwindow: ${window}\nversion: "${name}"\ninputs: symbols\ncounts: include\n`;
      await Deno.writeTextFile(`${folder}/${name}.yaml`, config);
    }
    await Deno.writeTextFile(`${folder}/bin/batch-signal`, this.#command(folder), { mode: 0o755 });
    return new Night(folder, this.#expected);
  }

  /** batch-signal, but that it writes down each try and its exit code, and that the candles of one task come late. */
  #command(folder: string): string {
    return `#!/bin/sh
symbol= config=
for flag; do
  case $flag in
    --input=*) symbol=$(basename "\${flag#*=}" .csv) ;;
    --config=*) config=$(basename "\${flag#*=}" .yaml) ;;
  esac
done
task=$config-$symbol
if [ "$task" = ${LATE} ] && mkdir '${folder}/late' 2>/dev/null; then
  for flag; do
    shift
    case $flag in --input=*) flag=$flag.not-yet-there ;; esac
    set -- "$@" "$flag"
  done
fi
${this.#program} "$@"
code=$?
[ "$task" = - ] || echo "$task $code" >>'${folder}/tries'
exit $code
`;
  }
}

/** What one engine has, and whether it did right. */
export class Night {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly #expected: ReadonlyMap<string, string>;

  constructor(folder: string, expected: ReadonlyMap<string, string>) {
    this.folder = folder;
    this.env = { PATH: `${folder}/bin:${Deno.env.get("PATH")}`, NO_COLOR: "1" };
    this.#expected = expected;
  }

  /** The path of an example in `deploy/`. */
  static recipe(name: string): string {
    return new URL(`deploy/${name}`, ROOT).pathname;
  }

  read(name: string): string {
    return Deno.readTextFileSync(`${this.folder}/${name}`);
  }

  /** Runs a program here. */
  run(command: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
    return run(command, { ...this.env, ...env }, this.folder);
  }

  /** Runs a program here that must succeed; returns what it printed. */
  must(command: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
    return must(command, { ...this.env, ...env }, this.folder);
  }

  /** Fails unless each task had the tries that its exit codes call for, and no more. */
  checkTries(): void {
    const tries: Record<string, number[]> = {};
    for (const line of this.read("tries").trim().split("\n")) {
      const [task = "", code] = line.split(" ");
      (tries[task] ??= []).push(Number(code));
    }
    const expected = CONFIGS.flatMap(({ name, runs }) =>
      NAMES.map((symbol) => {
        const task = `${name}-${symbol}`;
        return [task, task === LATE ? [5, 0] : symbol === CUT_OFF && runs < FILES ? [4] : [0]] as const;
      })
    );
    assertEquals(tries, Object.fromEntries(expected));
  }

  /** Fails unless the sum of a config's files is what one process says of them, byte for byte; but the time it took. */
  checkSum(name: string, sum: string): void {
    const runs = CONFIGS.find((config) => config.name === name)?.runs ?? 0;
    const told = `  "runs": ${runs},\n  "failed": ${FILES - runs},\n`;
    assert(sum.includes(told), sum);
    const withoutTime = (text: string | undefined) => text?.replace(/"latency_ms": \d+/, '"latency_ms": N');
    assertEquals(withoutTime(sum.replace(told, "")), withoutTime(this.#expected.get(name)));
  }

  /** Fails unless a text tells of the file that was cut off. */
  static checkTold(text: string): void {
    assert(text.includes(TOLD), text.slice(-3000));
  }

  /** Runs a recipe for each config, `COMMAND CONFIG CANDLES OUT`, and checks all of it. */
  async checkRecipe(command: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<void> {
    for (const { name, runs } of CONFIGS) {
      const { code, stdout, stderr } = await this.run([...command, `${name}.yaml`, "candles", `out-${name}`], env);
      const said = stdout + stderr;
      assertEquals(code, runs === FILES ? 0 : 4, said.slice(-3000));
      if (runs < FILES) Night.checkTold(said);
      this.checkSum(name, this.read(`out-${name}/ALL.json`));
    }
    this.checkTries();
  }
}
