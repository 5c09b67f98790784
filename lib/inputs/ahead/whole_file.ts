/**
 * A small file → all of its bytes, by as few calls of the system as can prove that they are those of one moment.
 *
 * @module
 */

/**
 * Reads a regular file that is smaller than `into`.
 *
 * An open file is looked at by the runtime through its whole path, which takes as long as opening it. So the path is looked
 * at, before and after: it names the same file then, which nobody has written to.
 *
 * @returns How many bytes it has; undefined where it is empty, is anything else, changes or can't be read: then whoever reads
 * it the usual way finds out what to say.
 */
export function readWhole(path: string, into: Uint8Array): number | undefined {
  try {
    const before = Deno.statSync(path);
    if (!before.isFile || before.size === 0 || before.size >= into.length) return undefined;
    const length = readToEnd(path, into);
    return length === before.size && isSame(before, Deno.statSync(path)) ? length : undefined;
  } catch {
    return undefined;
  }
}

/** As many bytes as the file has, or `into` has room for. */
function readToEnd(path: string, into: Uint8Array): number {
  using file = Deno.openSync(path);
  let length = 0;
  while (length < into.length) {
    const bytesRead = file.readSync(into.subarray(length));
    if (bytesRead === null) break;
    length += bytesRead;
  }
  return length;
}

/** Whether it is the same file, as it was. The time of its last change tells whether it was moved away and back. */
function isSame(a: Deno.FileInfo, b: Deno.FileInfo): boolean {
  return a.dev === b.dev && a.ino === b.ino && a.size === b.size && a.mtime?.getTime() === b.mtime?.getTime() &&
    a.ctime?.getTime() === b.ctime?.getTime();
}
