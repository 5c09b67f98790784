/**
 * Bundled modules → the same, with the functions that every run calls compiled when their module is.
 *
 * V8 compiles a function when it is first called, and Deno's cache of compiled code is filled before anything is called: each
 * run would compile anew what the run before it has compiled. A function in parentheses is compiled with its module
 * ({@link https://v8.dev/blog/preparser#pife possibly-invoked function expressions}), and so kept in the cache. Of those
 * that are not called it would be a waste of time.
 *
 * @module
 */
import { parse } from "@babel/parser";
import { basename } from "@std/path";

/** Where each function of a module begins that was called, in UTF-16 units from the module's start. */
type Called = ReadonlySet<number>;

/**
 * Runs a program to find out what it calls.
 *
 * @param args The program and its arguments, for `deno run`.
 * @returns The functions of each module, by its file name.
 * @throws {Error} The program fails.
 */
export async function functionsCalled(args: readonly string[]): Promise<ReadonlyMap<string, Called>> {
  const folder = await Deno.makeTempDir({ prefix: "batch-signal-called-" });
  try {
    const { success, stderr } = await new Deno.Command("deno", {
      args: [
        "run",
        "--quiet",
        "--no-prompt",
        "--no-config",
        `--coverage=${folder}`,
        ...args,
      ],
      stdout: "null",
    }).output();
    if (!success) throw new Error(`a run to see what it calls: ${new TextDecoder().decode(stderr).trim()}`);
    const called = new Map<string, Called>();
    for (const { name } of Deno.readDirSync(folder)) {
      const { url, functions }: Coverage = JSON.parse(Deno.readTextFileSync(`${folder}/${name}`));
      const run = functions.flatMap(({ ranges: [whole] }) => whole !== undefined && whole.count > 0 ? [whole] : []);
      called.set(basename(url), new Set(run.map(({ startOffset }) => startOffset)));
    }
    return called;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What V8 writes of a module: the first range of a function is the whole of it. */
interface Coverage {
  readonly url: string;
  readonly functions: readonly {
    readonly ranges: readonly { readonly startOffset: number; readonly count: number }[];
  }[];
}

/**
 * The same module with each function of its top level that is called as a constant, in parentheses. These stand first, for they
 * may be called above the place where they were declared.
 *
 * @param source A module without comments.
 */
export function withEagerFunctions(source: string, called: Called): string {
  const imports: string[] = [];
  const functions: string[] = [];
  const rest: string[] = [];
  for (
    const statement of parse(source, { sourceType: "module", plugins: ["explicitResourceManagement"] }).program.body
  ) {
    const start = statement.start ?? 0;
    const text = source.slice(start, statement.end ?? 0);
    if (statement.type === "ImportDeclaration") imports.push(text);
    else if (statement.type === "FunctionDeclaration" && called.has(start)) {
      functions.push(`const ${statement.id?.name}=(${text});`);
    } else rest.push(text);
  }
  return [...imports, ...functions, ...rest].join("\n");
}
