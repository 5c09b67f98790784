/**
 * Bundled modules → the same, with the functions that every run calls compiled when their module is.
 *
 * V8 compiles a function when it is first called, and Deno's cache of compiled code is filled before anything is called: each
 * run would compile anew what the run before it has compiled. A function in parentheses is compiled with what it stands in
 * ({@link https://v8.dev/blog/preparser#pife possibly-invoked function expressions}), and so kept in the cache. Of those
 * that are not called it would be a waste of time.
 *
 * @module
 */
import { parse } from "@babel/parser";
import { basename, toFileUrl } from "@std/path";
import { isNode, type Node } from "../syntax_tree.ts";

/** Where each function of a module begins that was called, in UTF-16 units from the module's start. */
type Called = ReadonlySet<number>;

/** A clock that stands still: what a program calls only if it takes long must not hang on how busy the machine is. */
const CLOCK = "performance.now = () => 0;\n";

/**
 * Runs a program to find out what it calls.
 *
 * @param args The program and its arguments, for `deno run`.
 * @returns The functions of each module, by its file name.
 * @throws {Error} The program fails.
 */
export async function functionsCalled(args: readonly string[]): Promise<ReadonlyMap<string, Called>> {
  const folder = await Deno.makeTempDir({ prefix: "batch-signal-called-" });
  const clock = `${folder}/clock.js`;
  const coverage = `${folder}/coverage`;
  try {
    await Deno.writeTextFile(clock, CLOCK);
    const { success, stderr } = await new Deno.Command("deno", {
      args: [
        "run",
        "--quiet",
        "--no-prompt",
        "--no-config",
        `--preload=${clock}`,
        `--coverage=${coverage}`,
        ...args,
      ],
      stdout: "null",
    }).output();
    if (!success) throw new Error(`a run to see what it calls: ${new TextDecoder().decode(stderr).trim()}`);
    const called = new Map<string, Called>();
    const clockUrl = toFileUrl(clock).href;
    for (const { name } of Deno.readDirSync(coverage)) {
      const { url, functions }: Coverage = JSON.parse(Deno.readTextFileSync(`${coverage}/${name}`));
      if (url === clockUrl) continue;
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
 * The same module with the functions that are called in parentheses. Those of its top level stand first, for they may be
 * called above the place where they were declared.
 *
 * @param source A module without comments.
 */
export function withEagerFunctions(source: string, called: Called): string {
  const { program } = parse(source, { sourceType: "module", plugins: ["explicitResourceManagement"] });
  const eager = new EagerSource(source, called);
  const imports: string[] = [];
  const functions: string[] = [];
  const rest: string[] = [];
  for (const statement of program.body.filter(isNode)) {
    const text = eager.textOf(statement);
    if (statement.type === "ImportDeclaration") imports.push(text);
    else if (statement.type === "FunctionDeclaration" && called.has(statement.start)) {
      functions.push(`const ${eager.nameOf(statement)}=(${text});`);
    } else rest.push(text);
  }
  return [...imports, ...functions, ...rest].join("\n");
}

/** A module of which each node has another text. */
class EagerSource {
  readonly #source: string;
  readonly #called: Called;

  constructor(source: string, called: Called) {
    this.#source = source;
    this.#called = called;
  }

  /** The text of a node, with the function expressions in it that are called in parentheses. */
  textOf(node: Node): string {
    const isCalled = /^(?:Arrow)?FunctionExpression$/.test(node.type) && this.#called.has(node.start);
    const text = node.type === "ClassBody" ? this.#classBody(node) : this.#textFrom(node.start, node);
    return isCalled ? `(${text})` : text;
  }

  /** What a function's declaration or a method calls it. */
  nameOf({ id, key }: Node): string {
    const name = id ?? key;
    return isNode(name) ? this.#source.slice(name.start, name.end) : "";
  }

  /** The text of a node from a place in it on. */
  #textFrom(start: number, node: Node): string {
    let [text, at] = ["", start];
    for (const part of partsOf(node)) {
      // The key and the value of `{a}` are at one place.
      if (part.start < at) continue;
      text += this.#source.slice(at, part.start) + this.textOf(part);
      at = part.end;
    }
    return text + this.#source.slice(at, node.end);
  }

  /**
   * No sign makes a method be compiled with its class. So those that are called become functions, and the class is given
   * them as soon as it exists: before its static fields, which may call them.
   */
  #classBody(body: Node): string {
    const members = partsOf(body);
    const methods = members.filter((member) => this.#mayBeFunction(member));
    if (methods.length === 0) return this.#textFrom(body.start, body);
    const rest = members.filter((member) => !methods.includes(member)).map((member) => this.textOf(member));
    const functions = methods.map((method) => `${this.nameOf(method)}:(${this.#functionOf(method)})`);
    const define = "Object.defineProperty(this.prototype,name,{value:methods[name],writable:!0,configurable:!0})";
    return `{static{const methods={${functions.join(",")}};for(const name in methods)${define}}${rest.join("")}}`;
  }

  /** Whether a member of a class is called, and can be a function: `super` and private names stand for methods only. */
  #mayBeFunction({ type, kind, computed, key, start, end }: Node): boolean {
    if (type !== "ClassMethod" || kind !== "method" || this.#source.startsWith("static ", start)) return false;
    if (computed === true || !isNode(key) || key.type !== "Identifier") return false;
    return this.#called.has(start) && !/\bsuper\b/.test(this.#source.slice(start, end));
  }

  #functionOf(method: Node): string {
    const { async: isAsync, generator: isGenerator, key } = method;
    const parameters = isNode(key) ? key.end : method.start;
    const keyword = `${isAsync === true ? "async " : ""}function${isGenerator === true ? "*" : ""}`;
    return keyword + this.#textFrom(parameters, method);
  }
}

/** The nodes that a node consists of, as they stand in the source. */
function partsOf(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode).sort((a, b) => a.start - b.start);
}
