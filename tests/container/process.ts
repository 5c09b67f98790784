/**
 * Running the programs that build and run containers, and those that run many files.
 *
 * @module
 */

/** What a finished program left. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export type Environment = Readonly<Record<string, string>>;

/** Runs a program to its end, in a folder or where this runs. */
export async function run(command: readonly string[], env: Environment = {}, cwd = "."): Promise<Finished> {
  const [program = "", ...args] = command;
  const { code, stdout, stderr } = await new Deno.Command(program, { args, env: { ...env }, cwd, stdin: "null" })
    .output();
  return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}

/**
 * Runs a program that must succeed.
 *
 * @returns What it printed, without spaces around it.
 * @throws {Error} It failed.
 */
export async function must(command: readonly string[], env: Environment = {}, cwd = "."): Promise<string> {
  const { code, stdout, stderr } = await run(command, env, cwd);
  if (code !== 0) {
    throw new Error(`${command.join(" ")}: exit code ${code}: ${stderr.trim().split("\n").slice(-20).join("\n")}`);
  }
  return stdout.trim();
}

/** Whether a program is there and runs. */
export async function works(command: readonly string[]): Promise<boolean> {
  try {
    return (await run(command)).code === 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
