/**
 * Making compressed files, for tests: what real programs write, and what they may write.
 *
 * @module
 */
import { concat as concatBytes } from "@std/bytes/concat";
import { constants, crc32, deflateRawSync, gzipSync, zstdCompressSync } from "node:zlib";

/** A text as a gzip file of one member. */
export function gzipOf(text: string | Uint8Array): Uint8Array {
  return Uint8Array.from(gzipSync(typeof text === "string" ? bytesOf(text) : text));
}

/** `text` as a zstd file of one frame; with a checksum, as the program zstd writes it. */
export function zstdOf(text: string | Uint8Array, hasChecksum = true): Uint8Array {
  const params = { [constants.ZSTD_c_checksumFlag]: hasChecksum ? 1 : 0 };
  return Uint8Array.from(zstdCompressSync(typeof text === "string" ? bytesOf(text) : text, { params }));
}

/** One file in a zip archive. */
export interface ZipMember {
  readonly name: string;
  readonly text: string | Uint8Array;
  /** 8 for deflate, which is the default, 0 for none; others are only said. */
  readonly method?: number;
  readonly flags?: number;
  /** Where checksum and sizes follow the data: with a signature or not, with sizes of so many bits. */
  readonly descriptor?: { readonly isSigned: boolean; readonly bits: 32 | 64 };
  /** Sizes and offset in 64 bits, in extra fields. */
  readonly isZip64?: boolean;
}

/** The members as a zip archive. */
export function zipOf(members: readonly ZipMember[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const list: Uint8Array[] = [];
  let offset = 0;
  for (const member of members) {
    const { name, text, method = 8, flags = 0, descriptor, isZip64 = false } = member;
    const plain = typeof text === "string" ? bytesOf(text) : text;
    const packed = method === 8 ? Uint8Array.from(deflateRawSync(plain)) : plain;
    const [checksum, flagsSaid] = [crc32(plain), flags | (descriptor === undefined ? 0 : 8)];
    const ahead = descriptor === undefined ? [checksum, packed.length, plain.length] as const : [0, 0, 0] as const;
    const entry = concat(
      u32(0x04034b50),
      u16(20, flagsSaid, method, 0, 0),
      u32(ahead[0], ...(isZip64 ? [0xffffffff, 0xffffffff] : [ahead[1], ahead[2]])),
      u16(name.length, isZip64 ? 20 : 0),
      bytesOf(name),
      isZip64 ? concat(u16(1, 16), u64(ahead[2], ahead[1])) : u16(),
      packed,
      descriptor?.isSigned ? u32(0x08074b50) : u16(),
      descriptor === undefined ? u16() : u32(checksum),
      descriptor === undefined ? u16() : (descriptor.bits === 64 ? u64 : u32)(packed.length, plain.length),
    );
    parts.push(entry);
    list.push(concat(
      u32(0x02014b50),
      u16(20, 20, flagsSaid, method, 0, 0),
      u32(checksum, ...(isZip64 ? [0xffffffff, 0xffffffff] : [packed.length, plain.length])),
      u16(name.length, isZip64 ? 28 : 0, 0, 0, 0),
      u32(0, isZip64 ? 0xffffffff : offset),
      bytesOf(name),
      isZip64 ? concat(u16(1, 24), u64(plain.length, packed.length, offset)) : u16(),
    ));
    offset += entry.length;
  }
  const listed = concat(...list);
  const isZip64 = members.some((member) => member.isZip64);
  const end64 = isZip64
    ? concat(
      u32(0x06064b50),
      u64(44),
      u16(45, 45),
      u32(0, 0),
      u64(members.length, members.length, listed.length, offset),
      u32(0x07064b50, 0),
      u64(offset + listed.length),
      u32(1),
    )
    : u16();
  const end = concat(
    u32(0x06054b50),
    u16(0, 0, members.length, members.length),
    u32(listed.length, isZip64 ? 0xffffffff : offset),
    u16(3),
    bytesOf("end"),
  );
  return concat(...parts, listed, end64, end);
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes(parts);
}

function u16(...numbers: readonly number[]): Uint8Array {
  return Uint8Array.from(numbers.flatMap((number) => [number & 255, number >> 8]));
}

function u32(...numbers: readonly number[]): Uint8Array {
  return concat(...numbers.map((number) => u16(number & 0xffff, number >>> 16)));
}

function u64(...numbers: readonly number[]): Uint8Array {
  return concat(...numbers.map((number) => u32(number % 2 ** 32, Math.floor(number / 2 ** 32))));
}
