/**
 * Files that appear only once they are complete, and standard output.
 *
 * @module
 */
import { cannotWrite, notRegularFile } from "../errors.ts";
import { isClosed, isMounted, moveInPlace, openEmptied } from "./in_place.ts";
import { createFile, createTemporary, directoryOf, makeWay, removeFile, standingAt, tryTemporary } from "./standing.ts";
import { takenOf, writeAll } from "./write_all.ts";

/** What standard output is called in errors. */
const STANDARD_OUTPUT = "standard output";

const GONE = "the file is committed or discarded";

/**
 * Removes the file of an earlier run, if there is one, and makes sure that a new one can be put there.
 *
 * A symbolic link to a file is removed, not followed. Anything that is neither a file nor a link to one is left alone. A
 * file that can be written but neither removed nor renamed onto is emptied.
 *
 * @param isAhead As for {@linkcode makeWay}.
 * @returns Whether a new file can be put there, or the old one has to be written in place.
 * @throws {JobError} of kind io.
 */
export function discardOutput(path: string, isAhead = false): "replaceable" | "in place" {
  try {
    const way = makeWay(path, isAhead);
    if (way === "device") throw notRegularFile(path);
    if (way === "in place") return way;
    tryTemporary(path);
    return "replaceable";
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/**
 * Makes sure that a file can be put at `path`, or written in place. What stands there stays.
 *
 * @throws {JobError} of kind io.
 */
export function requireWritable(path: string): void {
  try {
    const { kind } = standingAt(path);
    if (kind === "device" || kind === "other") throw notRegularFile(path);
    try {
      tryTemporary(path);
    } catch (error) {
      if (kind === "nothing" || !isClosed(error)) throw error;
      Deno.openSync(path, { write: true }).close();
    }
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** A file that is being written: beside its path, or in place. */
interface WrittenFile {
  readonly file: Deno.FsFile;
  /** The path of the file beside; undefined in place. */
  readonly temporary: string | undefined;
}

/** A text to write; a long one as pieces of bytes. */
export type Text = string | readonly Uint8Array[];

/** The bytes of a text, in pieces. */
export function piecesOf(text: Text): readonly Uint8Array[] {
  return typeof text === "string" ? [new TextEncoder().encode(text)] : text;
}

/**
 * Writes a file with `text` to `path`, whole or not at all: see {@linkcode AtomicFile}.
 *
 * @throws {JobError} of kind io. Nothing is left behind then.
 */
export function writeOutput(path: string, text: Text): void {
  const file = new AtomicFile(path);
  for (const piece of piecesOf(text)) file.write(piece);
  file.commit();
}

/**
 * A file that is at its path either whole or not at all. It is written beside the target, synced and renamed. The
 * directory is synced too, so that the name survives a power failure. A file or link at the path is replaced.
 *
 * A file at the path that can be written but neither removed nor renamed onto is written in place: if it is mounted, once
 * the file beside it is complete, and if nothing can be put beside it, from the start. It is emptied if that fails.
 *
 * Every method throws a {@linkcode JobError} of kind io, and nothing is left behind then.
 */
export class AtomicFile {
  readonly #path: string;
  /** Whether there was a file at the path when this one was begun. Only such a file is written in place. */
  readonly #hadFile: boolean;
  /** Undefined once the file is committed or discarded. */
  #written: WrittenFile | undefined;

  constructor(path: string) {
    this.#path = path;
    try {
      // A rename would replace a device with a file.
      const { kind } = standingAt(path);
      if (kind === "device" || kind === "other") throw notRegularFile(path);
      this.#hadFile = kind === "file";
      this.#written = this.#begin();
    } catch (error) {
      throw cannotWrite(path, error);
    }
  }

  /** Appends all of `bytes`. They may be reused after the call. */
  write(bytes: Uint8Array): void {
    this.#orDiscard(({ file }) => writeAll(file, bytes));
  }

  /** Appends all of `bytes` on another thread. No other method may be called until that is done. */
  async append(bytes: Uint8Array): Promise<void> {
    if (this.#written === undefined) throw new Error(GONE);
    const { file } = this.#written;
    try {
      let written = 0;
      while (written < bytes.length) written += await takenOf(file, bytes.subarray(written));
    } catch (error) {
      this.discard();
      throw cannotWrite(this.#path, error);
    }
  }

  /** Puts the file at its path. No method may be called afterwards. */
  commit(): void {
    this.#orDiscard(({ file, temporary }) => {
      try {
        file.syncSync();
      } finally {
        file.close();
      }
      const isRenamed = temporary !== undefined && this.#rename(temporary);
      this.#written = undefined;
      if (!isRenamed) return;
      try {
        syncDirectory(this.#path);
      } catch (error) {
        // The name may be lost in a power failure. No file is better than one that was reported as not written.
        removeFile(this.#path);
        throw error;
      }
    });
  }

  /** Deletes the file; one that is written in place is emptied. Does nothing once it is committed. */
  discard(): void {
    const written = this.#written;
    this.#written = undefined;
    if (written === undefined) return;
    try {
      written.file.close();
    } catch {
      // It was closed before the rename failed.
    }
    try {
      if (written.temporary === undefined) openEmptied(this.#path)?.close();
      else Deno.removeSync(written.temporary);
    } catch {
      // The file stays. The user needs to know why nothing was written, not this.
    }
  }

  #begin(): WrittenFile {
    try {
      return createTemporary(this.#path);
    } catch (error) {
      const file = this.#hadFile && isClosed(error) ? openEmptied(this.#path) : undefined;
      if (file === undefined) throw error;
      return { file, temporary: undefined };
    }
  }

  /** Returns false if the path is a mounted file, which now holds the bytes of the temporary file. */
  #rename(temporary: string): boolean {
    try {
      Deno.renameSync(temporary, this.#path);
      return true;
    } catch (error) {
      if (!this.#hadFile || !isMounted(error) || !moveInPlace(temporary, this.#path)) throw error;
      return false;
    }
  }

  #orDiscard(use: (written: WrittenFile) => void): void {
    if (this.#written === undefined) throw new Error(GONE);
    try {
      use(this.#written);
    } catch (error) {
      this.discard();
      throw cannotWrite(this.#path, error);
    }
  }
}

/** What takes the bytes of an output: a file as above, or one that does more with them, or less. */
export type OutputFile = Pick<AtomicFile, "write" | "append" | "commit" | "discard">;

/**
 * Writes `text` to standard output.
 *
 * @throws {JobError} of kind io.
 */
export function writeStandardOutput(text: Text): void {
  try {
    for (const piece of piecesOf(text)) writeAll(Deno.stdout, piece);
  } catch (error) {
    throw cannotWrite(STANDARD_OUTPUT, error);
  }
}

/**
 * Opens a new file for a log: the file of an earlier run is removed, a symbolic link is not followed. A device, such as
 * the null device, is opened as it is, and a file that can't be removed is emptied and written in place.
 *
 * @throws {JobError} of kind io.
 */
export function createLogFile(path: string): { readonly file: Deno.FsFile; readonly isInPlace: boolean } {
  try {
    const way = makeWay(path);
    const isInPlace = way === "in place";
    const file = isInPlace
      ? openEmptied(path)
      : way === "device"
      ? Deno.openSync(path, { write: true })
      : createFile(path);
    if (file === undefined) throw notRegularFile(path);
    return { file, isInPlace };
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** Makes the rename durable. If a directory can't be opened or synced, durability is left to the system. */
function syncDirectory(path: string): void {
  let directory: Deno.FsFile;
  try {
    directory = Deno.openSync(directoryOf(path) || ".");
  } catch {
    // The directory may be written but not read, or this is Windows, where none can be opened. The file is at its path.
    return;
  }
  try {
    directory.syncSync();
  } catch (error) {
    const isUnsupported = error instanceof Error && "code" in error &&
      (error.code === "EINVAL" || error.code === "ENOTSUP");
    if (!isUnsupported) throw error;
  } finally {
    directory.close();
  }
}
