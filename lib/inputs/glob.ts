/**
 * Patterns such as `data/*.csv` → the files that they name.
 *
 * @module
 */
import { cannotRead, type JobError, noFileMatches } from "../errors.ts";

/** What a list of inputs names. */
export interface NamedFiles {
  /** In order. A pattern that names nothing stays as it is. */
  readonly paths: readonly string[];
  /** What is wrong with the first pattern that names nothing. */
  readonly failure: JobError | undefined;
}

const SPECIAL = /[*?]|\[[^\]]+\]/;
const IS_WINDOWS = Deno.build.os === "windows";

/** Whether a path may be a pattern. */
export function hasPattern(path: string): boolean {
  return SPECIAL.test(path);
}

/**
 * Puts the files that a pattern names in its place, sorted by name in code unit order. A file that has a pattern for its
 * name is that file.
 *
 * `*` stands for any characters, `?` for one, `[…]` for one of those in it (`[a-z]`), or none of them (`[!a-z]`); none of
 * these for a separator, nor for a dot at the start of a name. Folders are not named, only looked through.
 */
export async function filesNamedBy(inputs: readonly string[]): Promise<NamedFiles> {
  const paths: string[] = [];
  let failure: JobError | undefined;
  for (const input of inputs) {
    if (!hasPattern(input) || await exists(input)) {
      paths.push(input);
      continue;
    }
    let found: string[] = [];
    try {
      found = await match(input);
      if (found.length === 0) failure ??= noFileMatches(input);
    } catch (error) {
      failure ??= cannotRead(input, error);
    }
    paths.push(...(found.length === 0 ? [input] : found));
  }
  return { paths, failure };
}

/** The files that a pattern names, sorted. */
async function match(pattern: string): Promise<string[]> {
  // `a//b*` → "a", "//", "b*": separators stay as they were typed.
  const parts = pattern.split(IS_WINDOWS ? /([/\\]+)/ : /(\/+)/);
  let found = [""];
  for (const [n, part] of parts.entries()) {
    if (n % 2 === 1 || !hasPattern(part)) found = found.map((path) => path + part);
    else found = await matchName(found, part, n < parts.length - 1);
  }
  const files: string[] = [];
  // What stands behind the last pattern need not be there.
  for (const path of found) if (await isFile(path)) files.push(path);
  return files.sort();
}

/** The names in the given folders that fit a pattern, each with its folder; with `isFolder`, of folders only. */
async function matchName(folders: readonly string[], pattern: string, isFolder: boolean): Promise<string[]> {
  const fits = expressionFor(pattern);
  const found: string[] = [];
  for (const folder of folders) {
    try {
      for await (const entry of Deno.readDir(folder || ".")) {
        if (fits.test(entry.name) && (!isFolder || entry.isDirectory || entry.isSymlink)) {
          found.push(folder + entry.name);
        }
      }
    } catch (error) {
      const isNone = error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory;
      if (!isNone) throw error;
    }
  }
  return found;
}

/** The expression for the whole of a name. */
function expressionFor(pattern: string): RegExp {
  const dot = pattern.startsWith(".") ? "" : "(?!\\.)";
  const body = pattern.replace(
    /\[([!^]?)(\]?[^\]]*)\]|[^]/gu,
    (text, not: string | undefined, set: string | undefined) => {
      if (set !== undefined && set !== "") {
        const inner = set.replace(/[\\\][^&~|!#$%*+,.:;<=>?@`{}()/"']/gu, "\\$&").replace(/\\-/g, "-");
        return `[${not === "" ? "" : "^"}${inner}]`;
      }
      return text === "*" ? ".*" : text === "?" ? "." : escaped(text);
    },
  );
  return new RegExp(`^${dot}${body}$`, "su");
}

/** A text as an expression for itself. */
function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch {
    return false;
  }
}

/** Whether a path names anything but a folder: whatever else is wrong with it, reading it will tell. */
async function isFile(path: string): Promise<boolean> {
  try {
    return !(await Deno.stat(path)).isDirectory;
  } catch {
    return await exists(path);
  }
}
