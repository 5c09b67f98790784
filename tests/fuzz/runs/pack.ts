/**
 * The bytes of an input → the file, or the bytes for the pipe, that the run reads.
 *
 * @module
 */
import { gzipSync, zstdCompressSync } from "node:zlib";
import { zipOf } from "../../inputs/compressed.ts";
import { binary, unbinary } from "../../reference/records.ts";
import type { RunInput } from "./case.ts";

/** Parts of so many bytes, the lengths taken over and over. */
function* cut(bytes: string, lengths: readonly number[]): Generator<string> {
  let at = 0;
  for (let n = 0; at < bytes.length; n++) {
    const length = lengths[n % lengths.length] ?? bytes.length;
    yield bytes.slice(at, at + length);
    at += length;
  }
}

/** Members of a gzip file and frames of a zstd file are independent: put together, they are one file. */
export function packed({ bytes, packing, pieces }: RunInput): Uint8Array<ArrayBuffer> {
  switch (packing) {
    case "plain":
      return unbinary(bytes);
    case "zip":
      return Uint8Array.from(zipOf([{ name: "candles.csv", text: unbinary(bytes) }]));
    case "gzip":
      return joined(bytes, pieces, (part) => gzipSync(part, { level: 1 }));
    case "zstd":
      return joined(bytes, pieces, (part) => zstdCompressSync(part));
  }
}

function joined(
  bytes: string,
  pieces: readonly number[],
  compress: (part: Uint8Array) => Uint8Array,
): Uint8Array<ArrayBuffer> {
  const parts = [...cut(bytes, pieces)];
  return unbinary((parts.length === 0 ? [""] : parts).map((part) => binary(compress(unbinary(part)))).join(""));
}

/** What goes into a pipe, write by write. */
export function writesOf(input: RunInput): Uint8Array<ArrayBuffer>[] {
  return [...cut(binary(packed(input)), input.pieces)].map(unbinary);
}
