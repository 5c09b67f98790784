/**
 * The file of a config → its bytes.
 *
 * @module
 */
import { cannotRead } from "../errors.ts";
import type { StopRequest } from "../stop.ts";
import { MOST_CONFIG_BYTES } from "./config.ts";

/**
 * Reads a config file, up to one byte more than is allowed: that is enough to see that the file is too large.
 *
 * @throws {JobError} of kind io, or interrupted.
 */
export async function readConfigFile(path: string, stop: StopRequest): Promise<Uint8Array> {
  const buffer = new Uint8Array(MOST_CONFIG_BYTES + 1);
  let length = 0;
  try {
    // Not synchronously: a FIFO may keep its reader waiting, and signals must be handled meanwhile.
    const file = await stop.unlessAsked(Deno.open(path));
    try {
      while (length < buffer.length) {
        const read = await stop.unlessAsked(file.read(buffer.subarray(length)));
        if (read === null) break;
        length += read;
      }
    } finally {
      file.close();
    }
  } catch (error) {
    throw cannotRead(path, error);
  }
  return buffer.subarray(0, length);
}
