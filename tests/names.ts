/**
 * Prints the names of all tests as a list in JSON, and runs none. Started by `names_test.ts`, in a process of its own.
 *
 * @module
 */

const names: unknown[] = [];

/** Takes what `Deno.test` takes: a name, a function with a name, or an object with one, in the first place or the second. */
function record(first: unknown, second?: unknown): void {
  names.push(nameOf(first) ?? nameOf(second));
}

function nameOf(value: unknown): unknown {
  return typeof value === "string" ? value : Object(value).name;
}

async function load(folder: URL): Promise<void> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) await load(new URL(`${name}/`, folder));
    else if (name.endsWith("_test.ts")) await import(new URL(name, folder).href);
  }
}

Object.defineProperty(Deno, "test", { value: Object.assign(record, { ignore: record, only: record }) });
await load(new URL("./", import.meta.url));
console.log(JSON.stringify(names));
