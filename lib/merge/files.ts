/**
 * The metrics files that a command names.
 *
 * @module
 */
import { cannotRead, fileTooLarge, notReadableFile } from "../errors.ts";

/** Metrics of a million symbols have 120 MB, and a text of more than 512 MiB is more than the runtime can hold. */
const MOST_BYTES = 256 << 20;

/** What a path names; undefined where that can't be looked up: reading it will tell why. */
export function infoOf(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch {
    return undefined;
  }
}

/** The same text for all paths of one file, with links followed. Of a file that is not there, its path. */
export function identityOf(path: string): string {
  const info = infoOf(path);
  if (info === undefined) return path;
  return info.ino === null ? Deno.realPathSync(path) : `${info.dev}:${info.ino}`;
}

/**
 * All bytes of a regular file. A FIFO could wait forever, and nothing would be heard.
 *
 * @throws {JobError} of kind io, or of kind data if it is too large.
 */
export function readSmallFile(path: string): Uint8Array {
  try {
    const { isFile, isDirectory, size } = Deno.statSync(path);
    if (isDirectory) throw new Deno.errors.IsADirectory();
    if (!isFile) throw notReadableFile(path);
    if (size > MOST_BYTES) throw fileTooLarge(path, MOST_BYTES);
    return Deno.readFileSync(path);
  } catch (error) {
    throw cannotRead(path, error);
  }
}
