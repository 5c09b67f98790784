/**
 * Patterns such as `data/*.csv` → the files that they name.
 *
 * @module
 */
import { cannotRead, type JobError, noFileMatches } from "../errors.ts";
import type { StopRequest } from "../stop.ts";
import { Wildcard } from "./wildcard.ts";

/** What a list of inputs names. */
export interface NamedFiles {
  /** In order. A pattern that names nothing stays as it is. */
  readonly paths: readonly string[];
  /** Why the first pattern that names nothing does so. */
  readonly failure: JobError | undefined;
}

/** A path that fits a pattern so far. */
interface Found {
  readonly path: string;
  /** Whether its folder says that it is a regular file, so that nobody has to look it up. */
  readonly isFile: boolean;
}

/**
 * Whether a path names anything but a folder.
 *
 * @param isFile Whether its folder says that it is a regular file.
 */
type IsNamed = (path: string, stop: StopRequest, isFile: boolean) => boolean | Promise<boolean>;

/** How many names are looked at before events are let in. */
const NAMES_PER_BREATH = 64;

const IS_WINDOWS = Deno.build.os === "windows";

/** Whether a path may be a pattern. */
function hasPattern(path: string): boolean {
  return partsOf(path).some((part, n) => n % 2 === 0 && new Wildcard(part).isPattern);
}

/**
 * Puts the files that a pattern names in its place, sorted by name as {@linkcode byName} does. A file that has a pattern
 * for its name is that file.
 *
 * `*` stands for any characters, `?` for one, `[…]` for one of those in it (`[a-z]`, `[[:digit:]]`), or none of them
 * (`[!a-z]`); none of these for a separator, nor for a dot at the start of a name. Folders are not named, only looked
 * through.
 *
 * @param isNamed Looks up each path that fits.
 * @returns Also with a failure of kind io, or of kind interrupted.
 */
export async function filesNamedBy(
  inputs: readonly string[],
  stop: StopRequest,
  isNamed: IsNamed = isFile,
): Promise<NamedFiles> {
  const paths: string[] = [];
  let failure: JobError | undefined;
  for (const input of inputs) {
    let found: string[] = [];
    try {
      if (hasPattern(input) && !await exists(input, stop)) {
        found = await match(input, stop, isNamed);
        if (found.length === 0) throw noFileMatches(input);
      }
    } catch (error) {
      failure ??= cannotRead(input, error);
    }
    // One by one: there may be more than a call takes.
    for (const path of found.length === 0 ? [input] : found) paths.push(path);
  }
  return { paths, failure };
}

/** Orders paths by their code units, and numbers in them by what they count: `part-2` before `part-10`. */
export function byName(a: string, b: string): number {
  let start = 0;
  while (start < a.length && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  // A number in which they differ may begin before that.
  while (start > 0 && isDigit(a.charCodeAt(start - 1))) start--;
  if (isDigit(a.charCodeAt(start)) && isDigit(b.charCodeAt(start))) {
    const [ours, theirs] = [digitsAt(a, start), digitsAt(b, start)];
    const isLess = ours.length === theirs.length ? ours < theirs : ours.length < theirs.length;
    if (ours !== theirs) return isLess ? -1 : 1;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

/** The number whose digits begin at `start`, without zeros before it: the longer of two is the larger. */
function digitsAt(path: string, start: number): string {
  let from = start;
  while (path[from] === "0") from++;
  let end = from;
  while (isDigit(path.charCodeAt(end))) end++;
  return path.slice(from, end);
}

/** `a//b*` → "a", "//", "b*": names, and separators as they were typed. */
function partsOf(path: string): string[] {
  return path.split(IS_WINDOWS ? /([/\\]+)/ : /(\/+)/);
}

/** The files that a pattern names, sorted. */
async function match(
  pattern: string,
  stop: StopRequest,
  isNamed: IsNamed,
): Promise<string[]> {
  const parts = partsOf(pattern);
  let found: Found[] = [{ path: "", isFile: false }];
  for (const [n, part] of parts.entries()) {
    const wildcard = new Wildcard(part);
    if (n % 2 === 1 || !wildcard.isPattern) found = found.map(({ path }) => ({ path: path + part, isFile: false }));
    else found = await matchName(found, wildcard, n < parts.length - 1, stop);
  }
  const files: string[] = [];
  // What stands behind the last pattern need not be there.
  for (const { path, isFile } of found) {
    const named = isNamed(path, stop, isFile);
    // To wait where nothing keeps one waiting takes as long as to sort.
    if (named === true || await named) files.push(path);
  }
  // Most names are in order then, by code that is not ours and takes a tenth of the time.
  return files.sort().sort(byName);
}

/** What in the given folders fits a pattern, by its path; with `isFolder`, only folders. */
async function matchName(
  folders: readonly Found[],
  wildcard: Wildcard,
  isFolder: boolean,
  stop: StopRequest,
): Promise<Found[]> {
  const found: Found[] = [];
  let names = 0;
  for (const { path: folder } of folders) {
    try {
      // To wait for each name would take twice as long as to read all of them.
      for (const { name, isDirectory, isFile, isSymlink } of Deno.readDirSync(folder || ".")) {
        if (names++ % NAMES_PER_BREATH === 0) await stop.breathe();
        if (isFolder && !isDirectory && !isSymlink) continue;
        if (wildcard.fits(name)) found.push({ path: folder + name, isFile });
      }
    } catch (error) {
      const isNone = error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory;
      if (!isNone) throw error;
    }
  }
  return found;
}

async function exists(path: string, stop: StopRequest): Promise<boolean> {
  return await stop.unlessAsked(Deno.lstat(path).then(() => true, () => false));
}

function isFile(path: string, stop: StopRequest, isKnown: boolean): boolean | Promise<boolean> {
  return isKnown || isNoFolder(path, stop);
}

/** Whether a path names anything but a folder: whatever else is wrong with it, reading it will tell. */
async function isNoFolder(path: string, stop: StopRequest): Promise<boolean> {
  return await stop.unlessAsked(Deno.stat(path).then(({ isDirectory }) => !isDirectory, () => undefined)) ??
    await exists(path, stop);
}
