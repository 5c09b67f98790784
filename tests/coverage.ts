/**
 * Which lines of the code the tests run.
 *
 *     deno task coverage                     all tests
 *     deno task coverage tests/signal        some of them
 *
 * The commands that tests start count too: Deno tells them where to put what they have run. Those that are killed at once
 * leave nothing or half a file, which is left out; so the figures are a little too low. The kernel itself is WebAssembly,
 * and not in them.
 *
 * @module
 */

const FOLDER = "coverage";
const CODE = "/(lib/.*|main)\\.ts$";
/** The kernel's source is no TypeScript, but for its name. */
const OTHER = "/(assembly|tests|bench|tools)/";

async function deno(args: readonly string[]): Promise<number> {
  const { code } = await new Deno.Command(Deno.execPath(), { args: [...args] }).spawn().status;
  return code;
}

/** Removes files that are not whole. Returns how many there were. */
function removeTorn(): number {
  let torn = 0;
  for (const { name } of Deno.readDirSync(FOLDER)) {
    try {
      JSON.parse(Deno.readTextFileSync(`${FOLDER}/${name}`));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      Deno.removeSync(`${FOLDER}/${name}`);
      torn++;
    }
  }
  return torn;
}

function removeFolder(): void {
  try {
    Deno.removeSync(FOLDER, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

removeFolder();
const tests = Deno.args.length > 0 ? Deno.args : ["tests/"];
const flags = ["--no-check", "--quiet", "--allow-read", "--allow-write", "--allow-run", "--allow-env=BATCH_SIGNAL"];
const testCode = await deno(["test", ...flags, `--coverage=${FOLDER}`, "--coverage-raw-data-only", ...tests]);
console.log(`${removeTorn()} commands were killed while they wrote down what they had run: not in the figures`);
const reportCode = await deno(["coverage", FOLDER, `--include=${CODE}`, `--exclude=${OTHER}`]);
Deno.exit(testCode === 0 ? reportCode : testCode);
