/**
 * A file that a manifest names → whether it is still what the manifest says, without leaving the folder.
 *
 * @module
 */
import { cannotRead } from "../errors.ts";
import { addFile, Sha256 } from "../digests/sha256.ts";
import type { StopRequest } from "../stop.ts";
import type { NamedFile } from "./read.ts";

/** What became of a file. */
export type Look =
  | "ok"
  | "differs"
  | "missing"
  /** A link leads out of the folder: it is not followed. */
  | "outside"
  /** A folder or a device, which is not opened. */
  | "no file"
  /** It was a pipe or standard input. */
  | "not kept";

/**
 * Reads a file and compares its digest.
 *
 * @param folder The real path of the folder.
 * @param onBytes Told of the bytes of each step.
 * @throws {JobError} of kind io, or interrupted.
 */
export async function look(
  { name, sha256, isStream }: NamedFile,
  folder: string,
  stop: StopRequest,
  onBytes: (bytes: number) => void,
): Promise<Look> {
  if (isStream) return "not kept";
  const path = `${folder}/${name}`;
  try {
    const real = Deno.realPathSync(path);
    if (!isIn(folder, real)) return "outside";
    if (!Deno.statSync(real).isFile) return "no file";
    using file = Deno.openSync(real);
    const hash = new Sha256();
    await addFile(hash, file, stop, Infinity, onBytes);
    return hash.hex() === sha256 ? "ok" : "differs";
  } catch (error) {
    // A part of the path may be a file.
    if (error instanceof Deno.errors.FilesystemLoop) return "outside";
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return "missing";
    throw cannotRead(path, error);
  }
}

/** Whether a real path is below a folder, which is one too. */
function isIn(folder: string, path: string): boolean {
  const separator = Deno.build.os === "windows" ? "\\" : "/";
  return path.startsWith(folder.endsWith(separator) ? folder : `${folder}${separator}`);
}
