/**
 * What bytes a text has, as far as it is in the kernel's memory: many times faster than to decode or to search it.
 *
 * @module
 */
import { CR } from "../records/ascii.ts";
import * as kernel from "./kernel.wasm";
import { memory } from "./memory.ts";

/** Whether all bytes are ASCII; false too where the kernel can't look at them. */
export function isSurelyAscii(bytes: Uint8Array): boolean {
  const { byteOffset, length } = bytes;
  return bytes.buffer === memory && kernel.isAscii(byteOffset, byteOffset + length) !== 0;
}

/** Whether there is a carriage return among the bytes. */
export function hasReturn(bytes: Uint8Array): boolean {
  const { byteOffset, length } = bytes;
  if (bytes.buffer !== memory) return bytes.includes(CR);
  return kernel.hasReturn(byteOffset, byteOffset + length) !== 0;
}
