/**
 * Writing bytes so that all of them are taken.
 *
 * @module
 */

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
export async function takenOf(file: Deno.FsFile, bytes: Uint8Array): Promise<number> {
  try {
    const taken = await file.write(bytes);
    if (taken === 0) throw new Error("nothing more is taken at all");
    return taken;
  } catch (error) {
    if (error instanceof Deno.errors.Interrupted) return 0;
    throw error;
  }
}
