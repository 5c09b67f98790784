/**
 * The program as users hold it: the bundle, and not these sources.
 *
 * @module
 */
import { runOrSkip } from "./contender.ts";

/** The job's command, as words; in the project's root. */
export const OWN_COMMAND = "deno run --no-prompt --allow-read --allow-write dist/batch-signal.js".split(" ");

/**
 * Makes the bundle.
 *
 * @throws {Error} It can't be made.
 */
export async function bundleOwn(): Promise<void> {
  const made = await runOrSkip(["deno", "task", "--quiet", "bundle"]);
  if ("skipped" in made) throw new Error(`deno task bundle: ${made.skipped}`);
}
