/**
 * `batch-signal verify`: whether the files of a run are still what its manifest says, and whether they give the same again.
 *
 * @module
 */
import type { VerifyCommand } from "../commands/verify_command_line.ts";
import { cannotRead, type JobError, notRepeatable, notVerified } from "../errors.ts";
import { readRegularText } from "../merge/files.ts";
import { ProgressBar } from "../outputs/progress.ts";
import type { StopRequest } from "../stop.ts";
import { escapeUnsafe } from "../text/escape.ts";
import { type Look, look } from "./look.ts";
import { readStatement, type Statement } from "./read.ts";

/** What is printed, and why the exit code is not 0. */
export interface Verified {
  readonly text: string;
  readonly failure: JobError | undefined;
}

const TOLD: Readonly<Record<Look, string>> = {
  "ok": "ok",
  "differs": "differs",
  "missing": "missing",
  "outside": "differs, a link leads out of the folder",
  "no file": "differs, it is no regular file",
  "not kept": "not checked, it was no file",
};

/**
 * Looks at all files, and with `--rerun` computes again.
 *
 * @throws {JobError} of kind data: no manifest, or a run that can't be repeated; of kind io; or interrupted.
 */
export async function verify(command: VerifyCommand, stop: StopRequest): Promise<Verified> {
  const { manifest, dir, isRerun, isQuiet } = command;
  const statement = readStatement(readRegularText(manifest, "a manifest of batch-signal"), manifest);
  const stream = statement.inputs.find(({ isStream }) => isStream);
  if (isRerun && stream !== undefined) throw notRepeatable(manifest, stream.name);

  const { lines, looks } = await lookAtAll(statement, dir, isQuiet, stop);
  const missing = looks.filter((look) => look === "missing").length;
  const differing = looks.filter((look) => !["ok", "missing", "not kept"].includes(look)).length;
  const wrong = [filesThat(differing, "differs", "differ"), filesThat(missing, "is missing", "are missing")];
  if (isRerun) {
    const given = looks.slice(statement.outputs.length);
    const again = given.every((look) => look === "ok")
      ? await runAgain(statement, dir, isQuiet, stop)
      : ["not done, an input or the config is not what it was"];
    lines.push(...again.map((line) => `rerun: ${line}`));
    if (again.some((line) => !line.endsWith(": ok"))) wrong.push("the run does not give the same again");
  }
  const found = wrong.filter((text) => text !== undefined);
  return {
    text: lines.map((line) => `${line}\n`).join(""),
    failure: found.length === 0 ? undefined : notVerified(manifest, found.join(", ")),
  };
}

/** `2 files differ`; undefined for none. */
function filesThat(count: number, one: string, more: string): string | undefined {
  if (count === 0) return undefined;
  return count === 1 ? `1 file ${one}` : `${count} files ${more}`;
}

async function lookAtAll(
  { outputs, inputs }: Statement,
  dir: string,
  isQuiet: boolean,
  stop: StopRequest,
): Promise<{ readonly lines: string[]; readonly looks: readonly Look[] }> {
  const folder = realFolder(dir);
  const bar = new ProgressBar(Deno.stderr, isQuiet, { sizeBytes: undefined }, performance.now());
  const looks: Look[] = [];
  const lines: string[] = [];
  let bytes = 0;
  const onBytes = (more: number) => bar.update(bytes += more, performance.now());
  try {
    for (const file of [...outputs, ...inputs]) {
      const found = await look(file, folder, stop, onBytes);
      looks.push(found);
      lines.push(`${escapeUnsafe(file.name)}: ${TOLD[found]}`);
    }
  } finally {
    bar.clear();
  }
  return { lines, looks };
}

function realFolder(dir: string): string {
  try {
    return Deno.realPathSync(dir);
  } catch (error) {
    throw cannotRead(dir, error);
  }
}

/** What the run gives again, a line for each fact. */
async function runAgain(statement: Statement, dir: string, isQuiet: boolean, stop: StopRequest): Promise<string[]> {
  const { rerun } = await import("./rerun.ts");
  const { counts, signals } = await rerun(statement, dir, isQuiet, stop);
  const lines = (Object.keys(counts) as (keyof typeof counts)[]).map((name) =>
    counts[name] === statement.counts[name]
      ? `${name}: ok`
      : `${name}: differs, ${counts[name]} and not ${statement.counts[name]}`
  );
  const { signals: name } = statement.parameters;
  if (name === undefined) return lines;
  const before = statement.outputs.find((file) => file.name === name)?.sha256;
  return [...lines, `${escapeUnsafe(name)}: ${signals === before ? "ok" : "differs"}`];
}
