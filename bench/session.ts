/**
 * What a session of measuring leaves behind: a record of all single runs as JSON, and a page as Markdown.
 *
 * @module
 */
import type { Job, Present } from "./line_up.ts";
import { type Load, load, type Machine, machineLine, thisMachine } from "./machine.ts";

/** Fewer rounds give no median worth its name. */
export const LEAST_ROUNDS = 7;

/** What all sessions have in common. */
export interface Session {
  readonly date: string;
  readonly machine: Machine;
  readonly load: Load;
  readonly seed: number;
  readonly rounds: number;
  readonly contenders: readonly {
    readonly name: string;
    readonly version: string;
    readonly about: string;
    /** As run in the project's root, with FILE, WINDOW, CONFIG, METRICS and LOG for what changes. */
    readonly command: string;
  }[];
  /** Who or what could not be measured, why, and how it could. */
  readonly skipped: readonly string[];
}

const PLACEHOLDERS: Job = { file: "FILE", window: "WINDOW", config: "CONFIG", output: "METRICS", log: "LOG" };

/** Starts a session; call the result when the last run is over. */
export function startSession(
  seed: number,
  rounds: number,
  present: readonly Present[],
  skipped: readonly string[],
): () => Session {
  const before = load();
  return () => ({
    date: new Date().toISOString().slice(0, 10),
    machine: thisMachine(),
    load: { before, after: load() },
    seed,
    rounds,
    contenders: present.map(({ name, version, about, command }) => ({
      name,
      version,
      about,
      command: shown(command(PLACEHOLDERS)),
    })),
    skipped,
  });
}

/** The command as others would type it: no folder of this machine is named. */
export function shown([program = "", ...args]: readonly string[]): string {
  const name = program.replace(/^.*\//, "");
  return [name, ...args].join(" ") + (name === "cat" ? " > /dev/null" : "");
}

/** The two files that a job of batch-signal writes, and its config. */
export function jobFor(file: string, window: number, folder: string): Job {
  const config = `${folder}/window-${window}.yaml`;
  Deno.writeTextFileSync(config, `seed: 42\nwindow: ${window}\nversion: "v1"\n`);
  return { file, window: String(window), config, output: `${folder}/metrics.json`, log: `${folder}/run.log` };
}

/** On what machine, how busy (the measuring itself included) and when. */
export function conditions({ machine, load: { before, after }, date }: Session): string {
  return `${machineLine(machine)}, load ${before.toFixed(2)} before, ${after.toFixed(2)} after; ${date}`;
}

/** A warning where the figures are none to rely on. */
export function warnings({ rounds, skipped }: Session): string[] {
  return [
    ...(rounds < LEAST_ROUNDS
      ? [`Rounds: ${rounds}, which is too few: this tries the benchmark out and measures nothing.`, ""]
      : []),
    ...skipped.flatMap((line) => [`Skipped: ${line}`, ""]),
  ];
}

/** Who was measured, with versions and commands. */
export function whoIsWho({ contenders }: Session): string[] {
  return [
    ...contenders.map(({ name, version, about }) => `- **${[name, version].filter(Boolean).join(" ")}** ${about}`),
    "",
    ...contenders.map(({ command }) => `    ${command}`),
  ];
}

/** Prints a page, and keeps it with the record beside it. */
export function keep(folder: string, name: string, record: Session, page: string): void {
  Deno.mkdirSync(folder, { recursive: true });
  Deno.writeTextFileSync(`${folder}/${name}-${record.date}.json`, json(record));
  Deno.writeTextFileSync(`${folder}/${name}-${record.date}.md`, page);
  console.log(page);
}

/** JSON for people too: lists of numbers stay on one line. */
export function json(record: unknown): string {
  const text = JSON.stringify(record, undefined, 2);
  return text.replace(/\[[-\d.,e\s]+\]/g, (list) => list.replace(/\s+/g, " ")) + "\n";
}
