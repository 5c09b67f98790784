/**
 * Files that can be written but neither removed nor renamed onto: a file that is mounted by itself, as `docker run -v
 * "$PWD/metrics.json:/out/metrics.json"` does, or a file in a folder that is closed to this process.
 *
 * @module
 */
import { writeAll } from "./write_all.ts";

/** The bytes that are copied at a time. */
const COPIED_BYTES = 1 << 20;

/** Whether removing a file, or renaming one onto it, failed because it is mounted. */
export function isMounted(error: unknown): boolean {
  return codeOf(error) === "EBUSY";
}

/**
 * Whether a folder lets nothing be put into it or taken from it. EPERM is not among them: it tells of the file of somebody
 * else in a folder such as `/tmp`, and what is written there is theirs to change.
 */
export function isClosed(error: unknown): boolean {
  const code = codeOf(error);
  return code === "EACCES" || code === "EROFS";
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

/**
 * Opens the file at `path` and empties it. Undefined if there is no file, or a link: links are not followed.
 *
 * @throws What the system says, if the file can't be written.
 */
export function openEmptied(path: string): Deno.FsFile | undefined {
  const standing = Deno.lstatSync(path);
  if (!standing.isFile) return undefined;
  const file = Deno.openSync(path, { write: true });
  try {
    // A link that has taken the place of the file since would lead elsewhere.
    const opened = file.statSync();
    if (opened.dev !== standing.dev || opened.ino !== standing.ino) throw new Error("the file was replaced meanwhile");
    file.truncateSync();
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

/**
 * Writes the bytes of the file `from` into the file `to`, syncs it, and removes `from`. `to` is empty again if that fails.
 *
 * @returns False if `to` is no file; `from` stays then.
 * @throws What the system says.
 */
export function moveInPlace(from: string, to: string): boolean {
  const source = Deno.openSync(from);
  try {
    const target = openEmptied(to);
    if (target === undefined) return false;
    try {
      // Before the copy: afterwards it could fail beside a complete file.
      Deno.removeSync(from);
      copy(source, target);
      target.syncSync();
    } catch (error) {
      target.truncateSync();
      throw error;
    } finally {
      target.close();
    }
    return true;
  } finally {
    source.close();
  }
}

function copy(source: Deno.FsFile, target: Deno.FsFile): void {
  const bytes = new Uint8Array(COPIED_BYTES);
  for (;;) {
    const length = source.readSync(bytes);
    if (length === null) return;
    writeAll(target, bytes.subarray(0, length));
  }
}
