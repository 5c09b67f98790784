/**
 * Files that appear only once they are complete, and standard output.
 *
 * @module
 */
import { cannotWrite, notRegularFile } from "../errors.ts";

/** What standard output is called in errors. */
const STANDARD_OUTPUT = "standard output";

const GONE = "the file is committed or discarded";

/**
 * Removes the file of an earlier run, if there is one, and makes sure that a new one can be put there.
 *
 * A symbolic link to a file is removed, not followed. Anything that is neither a file nor a link to one is left alone.
 *
 * @throws {JobError} of kind io.
 */
export function discardOutput(path: string): void {
  try {
    if (makeWay(path) === "device") throw notRegularFile(path);
    const temporary = createTemporary(path);
    temporary.file.close();
    Deno.removeSync(temporary.path);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/**
 * Makes sure that a file can be put at `path`. What stands there stays.
 *
 * @throws {JobError} of kind io.
 */
export function requireWritable(path: string): void {
  new AtomicFile(path).discard();
}

/** A text to write; a long one as pieces of bytes. */
export type Text = string | readonly Uint8Array[];

function piecesOf(text: Text): readonly Uint8Array[] {
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
 * Every method throws a {@linkcode JobError} of kind io, and nothing is left behind then.
 */
export class AtomicFile {
  readonly #path: string;
  /** Undefined once the file is committed or discarded. */
  #temporary: { path: string; file: Deno.FsFile } | undefined;

  constructor(path: string) {
    this.#path = path;
    try {
      // A rename would replace a device with a file.
      const standing = standingAt(path);
      if (standing === "device" || standing === "other") throw notRegularFile(path);
      this.#temporary = createTemporary(path);
    } catch (error) {
      throw cannotWrite(path, error);
    }
  }

  /** Appends all of `bytes`. They may be reused after the call. */
  write(bytes: Uint8Array): void {
    this.#orDiscard((temporary) => writeAll(temporary.file, bytes));
  }

  /** Appends all of `bytes` on another thread. No other method may be called until that is done. */
  async append(bytes: Uint8Array): Promise<void> {
    if (this.#temporary === undefined) throw new Error(GONE);
    const { file } = this.#temporary;
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
    this.#orDiscard((temporary) => {
      try {
        temporary.file.syncSync();
      } finally {
        temporary.file.close();
      }
      Deno.renameSync(temporary.path, this.#path);
      this.#temporary = undefined;
      try {
        syncDirectory(this.#path);
      } catch (error) {
        // The name may be lost in a power failure. No file is better than one that was reported as not written.
        removeFile(this.#path);
        throw error;
      }
    });
  }

  /** Deletes the file. Does nothing once it is committed. */
  discard(): void {
    const temporary = this.#temporary;
    this.#temporary = undefined;
    if (temporary === undefined) return;
    try {
      temporary.file.close();
    } catch {
      // It was closed before the rename failed.
    }
    try {
      Deno.removeSync(temporary.path);
    } catch {
      // The temporary file stays. The user needs to know why nothing was written, not this.
    }
  }

  #orDiscard(use: (temporary: { path: string; file: Deno.FsFile }) => void): void {
    if (this.#temporary === undefined) throw new Error(GONE);
    try {
      use(this.#temporary);
    } catch (error) {
      this.discard();
      throw cannotWrite(this.#path, error);
    }
  }
}

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
 * the null device, is opened as it is.
 *
 * @throws {JobError} of kind io.
 */
export function createLogFile(path: string): Deno.FsFile {
  try {
    if (makeWay(path) === "device") return Deno.openSync(path, { write: true });
    return Deno.openSync(path, { write: true, createNew: true });
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** Writes all of `bytes`: a single write may take only some, or none if a signal interrupts it. */
export function writeAll(writer: { writeSync(bytes: Uint8Array): number }, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    try {
      const taken = writer.writeSync(bytes.subarray(written));
      if (taken === 0) throw new Error("nothing more is taken");
      written += taken;
    } catch (error) {
      if (!(error instanceof Deno.errors.Interrupted)) throw error;
    }
  }
}

/** How many bytes a single write on another thread takes: none if a signal interrupts it. */
async function takenOf(file: Deno.FsFile, bytes: Uint8Array): Promise<number> {
  try {
    const taken = await file.write(bytes);
    if (taken === 0) throw new Error("nothing more is taken at all");
    return taken;
  } catch (error) {
    if (error instanceof Deno.errors.Interrupted) return 0;
    throw error;
  }
}

/** Removes the file at `path`. Returns what may be written there: a new file, or the device that `path` names. */
function makeWay(path: string): "new file" | "device" {
  switch (standingAt(path)) {
    case "nothing":
      return "new file";
    case "file":
      removeFile(path);
      return "new file";
    case "device":
      return "device";
    case "other":
      throw notRegularFile(path);
  }
}

/**
 * Removes a file or a link. A file that may be written but not removed is at least emptied, so that the output of an
 * earlier run is not mistaken for this run's.
 */
function removeFile(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    // Another process has removed it.
    if (error instanceof Deno.errors.NotFound) return;
    if (Deno.lstatSync(path).isFile) Deno.truncateSync(path);
    throw error;
  }
}

/** What a path names. A symbolic link to a file or to nothing counts as a file: removing it removes the link. */
function standingAt(path: string): "nothing" | "file" | "device" | "other" {
  const own = lookUp(() => Deno.lstatSync(path));
  if (own === undefined) return "nothing";
  const followed = lookUp(() => Deno.statSync(path));
  if (followed === undefined || followed.isFile) return "file";
  return followed.isCharDevice ? "device" : "other";
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
function createTemporary(path: string): { path: string; file: Deno.FsFile } {
  const temporary = `${directoryOf(path)}.batch-signal-${crypto.randomUUID()}.tmp`;
  return { path: temporary, file: Deno.openSync(temporary, { write: true, createNew: true }) };
}

/** The part of `path` before its last name, with its separator: `out/metrics.json` → `out/`, `metrics.json` → "". */
function directoryOf(path: string): string {
  const separator = Deno.build.os === "windows" ? /[^/\\]*$/ : /[^/]*$/;
  return path.replace(separator, "");
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
