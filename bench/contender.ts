/**
 * Other programs that compute the same signals: run as processes of their own, and believed only after a check.
 *
 * @module
 */

/** What a contender computed. */
export interface Answer {
  /** Name and version, such as "pandas 1.5.3". */
  readonly title: string;
  /** For each window, in the order asked: one "0" or "1" for each row. */
  readonly signals: readonly string[];
}

/** Why a contender gave no answer. */
export interface Skipped {
  readonly skipped: string;
}

/**
 * Runs a program to its end.
 *
 * @returns What it printed, or the reason if it can't be run here: no such program, no permission, a module that is missing.
 */
export async function runOrSkip(command: readonly string[]): Promise<{ readonly stdout: string } | Skipped> {
  const [program = "", ...args] = command;
  try {
    const { success, stdout, stderr } = await new Deno.Command(program, { args, stdin: "null", env: { NO_COLOR: "1" } })
      .output();
    return success
      ? { stdout: new TextDecoder().decode(stdout) }
      : { skipped: lastError(new TextDecoder().decode(stderr)) };
  } catch (error) {
    const isAbsent = error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotCapable;
    if (isAbsent) return { skipped: error.message };
    throw error;
  }
}

/**
 * Runs a contender, which prints an {@linkcode Answer} as JSON.
 *
 * @returns Its answer, or the reason if it can't be run here.
 * @throws {Error} An answer that is none: not JSON, or without a signal for each row and window.
 */
export async function askContender(
  command: readonly string[],
  rows: number,
  windows: number,
): Promise<Answer | Skipped> {
  const output = await runOrSkip(command);
  if ("skipped" in output) return output;
  const answer: unknown = JSON.parse(output.stdout);
  if (!isAnswer(answer)) throw new Error(`${command[0]}: expected a title and signals`);
  const isWhole = answer.signals.length === windows && answer.signals.every((signals) => signals.length === rows);
  if (!isWhole) throw new Error(`${answer.title}: expected ${rows} signals for each of ${windows} windows`);
  return answer;
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === "object" && value !== null &&
    "title" in value && typeof value.title === "string" &&
    "signals" in value && Array.isArray(value.signals) &&
    value.signals.every((signals) => typeof signals === "string" && /^[01]*$/.test(signals));
}

/** The line that says what went wrong: `error: …` as Deno prints it, or the last `…Error: …` of a Python traceback. */
function lastError(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  return lines.findLast((line) => /^(error|[\w.]*(Error|Exception)):/.test(line)) ?? lines.at(-1) ??
    "it failed in silence";
}
