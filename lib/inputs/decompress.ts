/**
 * Compressed bytes → plain bytes.
 *
 * @module
 */
import type { CompressionFormat } from "../errors.ts";
import { ByteInput } from "./bytes.ts";
import { gunzip } from "./gzip.ts";
import { unzip } from "./zip.ts";
import { unzstd } from "./zstd.ts";

const DECOMPRESS = { gzip: gunzip, zstd: unzstd, zip: unzip } as const;

/**
 * The plain bytes of a compressed input, in constant memory, checked to the end.
 *
 * @param chunks The input from its start. Each chunk is valid until the next one is asked for.
 * @param file The file's name, for errors.
 * @returns Chunks, each valid until the next one is asked for.
 * @throws {JobError} of kind data, or what `chunks` throws.
 */
export function decompress(
  format: CompressionFormat,
  chunks: AsyncIterator<Uint8Array>,
  file: string,
): AsyncGenerator<Uint8Array> {
  return DECOMPRESS[format](new ByteInput(chunks), file);
}
