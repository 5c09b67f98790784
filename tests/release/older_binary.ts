/**
 * A binary of these sources that runs where denort can't be had: with an older runtime, for tests only.
 *
 * @module
 */

const ROOT = new URL("../../", import.meta.url);
/** Makes it, where it is there beside the project. */
const REAL_BINARY = new URL("../shared/tools/real-binary", ROOT);

/** The path of the binary, in `dist/`; undefined where none can be made. */
export async function olderBinary(): Promise<string | undefined> {
  const output = "dist/batch-signal-for-tests";
  try {
    const { success } = await new Deno.Command(decodeURIComponent(REAL_BINARY.pathname), { args: [output], cwd: ROOT })
      .output();
    return success ? decodeURIComponent(new URL(output, ROOT).pathname) : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
