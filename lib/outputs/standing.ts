/**
 * What stands at the path of an output, and how it gets out of the way of a new file.
 *
 * @module
 */
import { missingFolder, notRegularFile } from "../errors.ts";
import { isClosed, isMounted, openEmptied } from "./in_place.ts";

/** To remove a larger file takes longer than to give it another name and a thread that removes it. */
const LARGE_BYTES = 1 << 24;

/** Files that are being removed. */
let removals: readonly Promise<void>[] = [];

/** Waits until the files are gone that {@linkcode makeWay} has others remove. */
export async function untilRemoved(): Promise<void> {
  await Promise.all(removals);
}

/**
 * Removes the file at `path`.
 *
 * @param isAhead Whether there is time until {@linkcode untilRemoved}: a large file is only renamed at once.
 * @returns What may be written there: a new file, what stands there, or the device.
 */
export function makeWay(path: string, isAhead = false): "new file" | "in place" | "device" {
  const { kind, bytes } = standingAt(path);
  switch (kind) {
    case "nothing":
      return "new file";
    case "file":
      return isAhead && bytes >= LARGE_BYTES && putAway(path) ? "new file" : removeFile(path);
    case "device":
      return "device";
    case "other":
      throw notRegularFile(path);
  }
}

/**
 * Removes a file or a link. A file that may be written but not removed is at least emptied, so that the output of an
 * earlier run is not mistaken for this run's.
 *
 * @returns "in place" if no new file can be put there either.
 */
export function removeFile(path: string): "new file" | "in place" {
  try {
    Deno.removeSync(path);
    return "new file";
  } catch (error) {
    // Another process has removed it.
    if (error instanceof Deno.errors.NotFound) return "new file";
    const file = openEmptied(path);
    file?.close();
    if (file !== undefined && (isMounted(error) || (isClosed(error) && !takesTemporary(path)))) return "in place";
    throw error;
  }
}

/**
 * Gets a large file out of the way: it is removed on another thread, for the system takes milliseconds to forget what it holds.
 *
 * @returns False if its name can't be changed: then it can't be removed either, and that says why.
 */
function putAway(path: string): boolean {
  const other = temporaryBeside(path);
  try {
    Deno.renameSync(path, other);
  } catch {
    return false;
  }
  // What could be renamed can be removed, unless somebody else has done so.
  removals = [...removals, Deno.remove(other).catch(() => {})];
  return true;
}

/** What a path names. */
interface Standing {
  readonly kind: "nothing" | "file" | "device" | "other";
  /** Of a file, or of a link to one. */
  readonly bytes: number;
}

/** A symbolic link to a file or to nothing counts as a file: removing it removes the link. */
export function standingAt(path: string): Standing {
  const own = lookUp(() => Deno.lstatSync(path));
  if (own === undefined) return { kind: "nothing", bytes: 0 };
  const followed = lookUp(() => Deno.statSync(path));
  if (followed === undefined || followed.isFile) return { kind: "file", bytes: own.size };
  return { kind: followed.isCharDevice ? "device" : "other", bytes: 0 };
}

function lookUp(stat: () => Deno.FileInfo): Deno.FileInfo | undefined {
  try {
    return stat();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** A new file in the directory of `path`, with an unpredictable name. */
export function createTemporary(path: string): { readonly file: Deno.FsFile; readonly temporary: string } {
  const temporary = temporaryBeside(path);
  return { file: createFile(temporary, path), temporary };
}

function temporaryBeside(path: string): string {
  return `${directoryOf(path)}.batch-signal-${crypto.randomUUID()}.tmp`;
}

/** @param target The file that an error names. */
export function createFile(path: string, target = path): Deno.FsFile {
  try {
    return Deno.openSync(path, { write: true, createNew: true });
  } catch (error) {
    const folder = directoryOf(target).replace(/(?!^)[/\\]$/, "");
    throw error instanceof Deno.errors.NotFound && folder !== "" ? missingFolder(target, folder, error) : error;
  }
}

export function tryTemporary(path: string): void {
  const { file, temporary } = createTemporary(path);
  file.close();
  Deno.removeSync(temporary);
}

/** Whether the directory of `path` is open to new files. */
function takesTemporary(path: string): boolean {
  try {
    tryTemporary(path);
    return true;
  } catch (error) {
    return !isClosed(error);
  }
}

/** The part of `path` before its last name, with its separator: `out/metrics.json` → `out/`, `metrics.json` → "". */
export function directoryOf(path: string): string {
  const separator = Deno.build.os === "windows" ? /[^/\\]*$/ : /[^/]*$/;
  return path.replace(separator, "");
}
