/**
 * A gzip file, of one member or several → its plain bytes (RFC 1952).
 *
 * The members are told apart here and not by `node:zlib`, whose gunzip takes what follows a member for padding where it
 * starts with a zero: a damaged file would pass for a shorter one.
 *
 * @module
 */
import { crc32 } from "node:zlib";
import { dataDamaged, dataTruncated, trailingData, wrongChecksum, wrongLength } from "../errors.ts";
import type { ByteInput } from "./bytes.ts";
import { inflate, Tally } from "./inflate.ts";

const FORMAT = "gzip";
const MAGIC = [0x1f, 0x8b];
const DEFLATE = 8;
const FIXED_BYTES = 10;
const TRAILER_BYTES = 8;
/** An extra field has at most 65,537 bytes with its length; what names and comments may have is our limit. */
const MOST_HEADER_BYTES = 1 << 18;

const HAS_HEADER_CHECKSUM = 1 << 1;
const HAS_EXTRA = 1 << 2;
const HAS_NAME = 1 << 3;
const HAS_COMMENT = 1 << 4;
const RESERVED = 0b1110_0000;

/**
 * The plain bytes of all members, one after the other. Each is checked against its checksum and length.
 *
 * @throws {JobError} of kind data.
 */
export async function* gunzip(input: ByteInput, file: string): AsyncGenerator<Uint8Array> {
  do {
    await skipHeader(input, file);
    const tally = new Tally();
    yield* inflate(input, file, FORMAT, tally);
    const trailer = await input.peek(TRAILER_BYTES);
    if (trailer.length < TRAILER_BYTES) throw dataTruncated(file, FORMAT);
    const view = new DataView(trailer.buffer, trailer.byteOffset, TRAILER_BYTES);
    const [checksum, length] = [view.getUint32(0, true), view.getUint32(4, true)];
    if (checksum !== tally.checksum) throw wrongChecksum(file, FORMAT, tally.checksum, checksum);
    if (length !== tally.bytes % 2 ** 32) throw wrongLength(file, FORMAT, tally.bytes % 2 ** 32, length);
    await input.skip(TRAILER_BYTES);
  } while (await isMemberNext(input, file));
}

/** Whether another member follows, and not the end. */
async function isMemberNext(input: ByteInput, file: string): Promise<boolean> {
  const next = await input.peek(MAGIC.length);
  if (next.length === 0) return false;
  if (MAGIC.some((byte, n) => n < next.length && next[n] !== byte)) throw trailingData(file, FORMAT, input.offset);
  return true;
}

async function skipHeader(input: ByteInput, file: string): Promise<void> {
  let bytes = await input.peek(FIXED_BYTES);
  if (bytes.length < FIXED_BYTES) throw dataTruncated(file, FORMAT);
  const [, , method, flags = 0] = bytes;
  if (method !== DEFLATE || (flags & RESERVED) !== 0) throw dataDamaged(file, FORMAT);

  let length = FIXED_BYTES;
  const need = async (count: number) => {
    if (count > MOST_HEADER_BYTES) throw dataDamaged(file, FORMAT);
    bytes = await input.peek(count);
    if (bytes.length < count) throw dataTruncated(file, FORMAT);
  };
  if ((flags & HAS_EXTRA) !== 0) {
    await need(length + 2);
    length += 2 + ((bytes[length] ?? 0) | (bytes[length + 1] ?? 0) << 8);
  }
  for (const flag of [HAS_NAME, HAS_COMMENT]) {
    if ((flags & flag) === 0) continue;
    let end = -1;
    for (let count = length + 1; end < 0; count *= 2) {
      bytes = await input.peek(Math.min(count, MOST_HEADER_BYTES));
      end = bytes.indexOf(0, length);
      if (end < 0) await need(count);
    }
    length = end + 1;
  }
  if ((flags & HAS_HEADER_CHECKSUM) !== 0) {
    await need(length + 2);
    const expected = (bytes[length] ?? 0) | (bytes[length + 1] ?? 0) << 8;
    if ((crc32(bytes.subarray(0, length)) & 0xffff) !== expected) throw dataDamaged(file, FORMAT);
    length += 2;
  }
  await need(length);
  await input.skip(length);
}
