/**
 * A zstd file, of one frame or several → its plain bytes (RFC 8878).
 *
 * The blocks of a frame are followed here: `node:zlib` stops after the first frame, and takes half a frame for a whole one.
 *
 * @module
 */
import { dataDamaged, dataTruncated, needsDictionary, trailingData, windowTooLarge } from "../errors.ts";
import { type ByteInput } from "./bytes.ts";
import { guarded } from "./inflate.ts";
import { AT_ONCE_BYTES, decompressAtOnce, Pump } from "./pump.ts";

const FORMAT = "zstd";
const MAGIC_BYTES = 4;
const FRAME = 0xfd2fb528;
/** Sixteen numbers from this one on start a frame without text. */
const SKIPPABLE = 0x184d2a50;
const MOST_HEADER_BYTES = 18;
const BLOCK_HEADER_BYTES = 3;
const CHECKSUM_BYTES = 4;
const RUN_LENGTH = 1;
const RESERVED = 3;
/** What the format recommends for all decoders to have at least is 8 MiB; zstd itself stops here, unless it is told not to. */
const MOST_WINDOW_BYTES = 2 ** 27;

/**
 * The plain bytes of all frames, one after the other. Frames that have a checksum are checked against it.
 *
 * @throws {JobError} of kind data.
 */
export async function* unzstd(input: ByteInput, file: string): AsyncGenerator<Uint8Array> {
  for (;;) {
    const start = await input.peek(MAGIC_BYTES);
    if (start.length === 0) return;
    if (start.length < MAGIC_BYTES) throw trailingData(file, FORMAT, input.offset);
    const magic = uintAt(start, 0, MAGIC_BYTES);
    if (magic === FRAME) yield* readFrame(input, file);
    else if (magic - magic % 16 === SKIPPABLE) await skipFrame(input, file);
    else throw trailingData(file, FORMAT, input.offset);
  }
}

async function skipFrame(input: ByteInput, file: string): Promise<void> {
  const bytes = await input.peek(2 * MAGIC_BYTES);
  if (bytes.length < 2 * MAGIC_BYTES) throw dataTruncated(file, FORMAT);
  const size = uintAt(bytes, MAGIC_BYTES, 4);
  if (!await input.skip(2 * MAGIC_BYTES + size)) throw dataTruncated(file, FORMAT);
}

async function* readFrame(input: ByteInput, file: string): AsyncGenerator<Uint8Array> {
  const { length, hasChecksum } = readFrameHeader(await input.peek(MOST_HEADER_BYTES), file);
  const frame = wholeFrame(input.atHand(AT_ONCE_BYTES), length, hasChecksum);
  const all = frame && decompressAtOnce("zstd", frame);
  if (all !== undefined && all.bytesTaken === frame?.length) {
    await input.skip(frame.length);
    yield all.text;
    return;
  }
  const pump = Pump.zstd();
  let bytesGiven = 0;
  const give = async function* (count: number) {
    for (let left = count; left > 0;) {
      const piece = await input.take(left);
      if (piece === undefined) throw dataTruncated(file, FORMAT);
      left -= piece.length;
      bytesGiven += piece.length;
      yield* guarded(pump.push(piece), () => dataDamaged(file, FORMAT));
    }
  };
  try {
    yield* give(length);
    for (let isLast = false; !isLast;) {
      const block = await input.peek(BLOCK_HEADER_BYTES);
      if (block.length < BLOCK_HEADER_BYTES) throw dataTruncated(file, FORMAT);
      if (readBlockHeader(block, 0).isReserved) throw dataDamaged(file, FORMAT);
      // Each piece costs time of its own, so all blocks that are at hand are one.
      const blocks = blocksFrom(input.atHand(Infinity), 0);
      isLast = blocks.isLast;
      yield* give(blocks.end);
    }
    if (hasChecksum) yield* give(CHECKSUM_BYTES);
    yield* guarded(pump.end(), () => dataDamaged(file, FORMAT));
    if (pump.bytesTaken !== bytesGiven) throw dataDamaged(file, FORMAT);
  } finally {
    pump.close();
  }
}

/** The frame that `bytes` start with; undefined where they do not hold it to its end. */
function wholeFrame(bytes: Uint8Array, headerBytes: number, hasChecksum: boolean): Uint8Array | undefined {
  const blocks = blocksFrom(bytes, headerBytes);
  const end = blocks.end + (hasChecksum ? CHECKSUM_BYTES : 0);
  return blocks.isLast && end <= bytes.length ? bytes.subarray(0, end) : undefined;
}

/**
 * The blocks of a frame whose headers are in `bytes[start …]`, up to one of a kind that there is not.
 *
 * @returns Where they end, which may be behind `bytes`, and whether the last one of the frame is among them.
 */
function blocksFrom(bytes: Uint8Array, start: number): { end: number; isLast: boolean } {
  let end = start;
  let isLast = false;
  while (!isLast && end + BLOCK_HEADER_BYTES <= bytes.length) {
    const block = readBlockHeader(bytes, end);
    if (block.isReserved) break;
    isLast = block.isLastBlock;
    end += block.bytes;
  }
  return { end, isLast };
}

interface Block {
  /** With its header. */
  readonly bytes: number;
  readonly isLastBlock: boolean;
  /** Whether it is of a kind that there is not. */
  readonly isReserved: boolean;
}

function readBlockHeader(bytes: Uint8Array, at: number): Block {
  const bits = uintAt(bytes, at, BLOCK_HEADER_BYTES);
  const type = (bits >> 1) & 3;
  return {
    bytes: BLOCK_HEADER_BYTES + (type === RUN_LENGTH ? 1 : bits >> 3),
    isLastBlock: (bits & 1) === 1,
    isReserved: type === RESERVED,
  };
}

/** @param bytes The first of a frame, more than its header or all that there are. */
function readFrameHeader(bytes: Uint8Array, file: string): { length: number; hasChecksum: boolean } {
  const [descriptor] = bytes.subarray(MAGIC_BYTES);
  if (descriptor === undefined) throw dataTruncated(file, FORMAT);
  const isSingleSegment = (descriptor & 0b10_0000) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const windowBytes = isSingleSegment ? 0 : 1;
  const beforeDictionary = MAGIC_BYTES + 1 + windowBytes;
  const length = beforeDictionary + dictionaryBytes + sizeBytes;
  if (bytes.length < length) throw dataTruncated(file, FORMAT);

  const dictionary = uintAt(bytes, beforeDictionary, dictionaryBytes);
  if (dictionary !== 0) throw needsDictionary(file, dictionary);
  const window = isSingleSegment
    ? uintAt(bytes, beforeDictionary + dictionaryBytes, sizeBytes)
    : windowOf(bytes[MAGIC_BYTES + 1] ?? 0);
  if (window > MOST_WINDOW_BYTES) throw windowTooLarge(file, window, MOST_WINDOW_BYTES);
  return { length, hasChecksum: (descriptor & 0b100) !== 0 };
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + base / 8 * (descriptor & 7);
}

/** The integer in `bytes[from … from + count)`, least byte first. Beyond 2^53 it is near enough to be too large. */
function uintAt(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let n = count - 1; n >= 0; n--) value = value * 256 + (bytes[from + n] ?? 0);
  return value;
}
