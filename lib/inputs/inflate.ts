/**
 * Deflate data → plain bytes, with their length and checksum: what gzip and zip have in common.
 *
 * @module
 */
import { crc32 } from "node:zlib";
import { type CompressionFormat, dataDamaged, dataTruncated } from "../errors.ts";
import type { ByteInput } from "./bytes.ts";
import { AT_ONCE_BYTES, decompressAtOnce, Pump } from "./pump.ts";

/** Length and checksum of plain bytes. */
export class Tally {
  bytes = 0;
  /** CRC-32, as gzip and zip use it: an unsigned integer. */
  checksum = 0;

  add(bytes: Uint8Array): void {
    this.bytes += bytes.length;
    this.checksum = crc32(bytes, this.checksum);
  }
}

/**
 * Decompresses deflate data up to its end, which is where it leaves the input.
 *
 * @param tally Counts what is given.
 * @returns Chunks; one may be empty.
 * @throws {JobError} of kind data.
 */
export async function* inflate(
  input: ByteInput,
  file: string,
  format: CompressionFormat,
  tally: Tally,
): AsyncGenerator<Uint8Array> {
  const start = input.atHand(AT_ONCE_BYTES);
  const all = decompressAtOnce("deflate", start);
  // Only what follows the data shows that it has come to its end.
  if (all !== undefined && all.bytesTaken < start.length) {
    await input.skip(all.bytesTaken);
    tally.add(all.text);
    yield all.text;
    return;
  }
  const pump = Pump.inflate();
  let bytesGiven = 0;
  try {
    // What is left of a piece is what follows the data.
    while (pump.bytesTaken === bytesGiven) {
      const piece = await input.take();
      if (piece === undefined) {
        // The data may have ended with the last piece, which shows only when no more can come.
        yield* counted(guarded(pump.end(), () => dataTruncated(file, format)), tally);
        break;
      }
      bytesGiven += piece.length;
      yield* counted(guarded(pump.push(piece), () => dataDamaged(file, format)), tally);
    }
    input.putBack(bytesGiven - pump.bytesTaken);
  } finally {
    pump.close();
  }
}

async function* counted(chunks: AsyncIterable<Uint8Array>, tally: Tally): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    tally.add(chunk);
    yield chunk;
  }
}

/** `chunks`, with the error that it means where they fail. */
export async function* guarded(
  chunks: AsyncGenerator<Uint8Array>,
  meaning: () => Error,
): AsyncGenerator<Uint8Array> {
  for (;;) {
    let step: IteratorResult<Uint8Array>;
    try {
      step = await chunks.next();
    } catch {
      throw meaning();
    }
    if (step.done === true) return;
    yield step.value;
  }
}
