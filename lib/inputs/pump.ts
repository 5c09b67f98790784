/**
 * Compressed bytes in, plain bytes out, a piece at a time, through a decompressor of `node:zlib`.
 *
 * Nothing runs ahead: what a piece gives is handed out before the next piece goes in, and the decompressor waits while
 * nobody takes what it has. So a small piece that grows to gigabytes takes no more memory than one that does not.
 *
 * @module
 */
import { createInflateRaw, createZstdDecompress, inflateRawSync, zstdDecompressSync } from "node:zlib";

/** Bytes that come out at a time. More are not faster. */
const TEXT_BYTES = 1 << 18;

/** Compressed bytes that are tried at once, without a stream. */
export const AT_ONCE_BYTES = 1 << 10;
/** What may come of these. Room for it is made in steps of {@linkcode STEP_BYTES}. */
const MOST_TEXT_AT_ONCE = 1 << 16;
const STEP_BYTES = 1 << 8;

type Decompressor = ReturnType<typeof createInflateRaw | typeof createZstdDecompress>;

/** One compressed stream while it is decompressed. */
export class Pump {
  readonly #decompressor: Decompressor;
  #isEnded = false;
  #failure: Error | undefined;
  #wake: (() => void) | undefined;
  /** What holds the text that was given last. */
  #given: ArrayBufferLike | undefined;

  private constructor(decompressor: Decompressor) {
    this.#decompressor = decompressor;
    decompressor.on("readable", () => this.#wake?.());
    decompressor.on("end", () => {
      this.#isEnded = true;
      this.#wake?.();
    });
    decompressor.on("error", (error: Error) => {
      this.#failure = error;
      this.#wake?.();
    });
  }

  /** For bare deflate data, as gzip and zip hold it. */
  static inflate(): Pump {
    return new Pump(createInflateRaw({ chunkSize: TEXT_BYTES }));
  }

  /** For one zstd frame. */
  static zstd(): Pump {
    return new Pump(createZstdDecompress({ chunkSize: TEXT_BYTES }));
  }

  /**
   * Bytes of the pieces so far that belong to the stream. That there are others shows that it has come to its end; where it
   * ends with a piece, the next one shows it.
   */
  get bytesTaken(): number {
    return this.#decompressor.bytesWritten;
  }

  /**
   * What comes of a piece, which must stay as it is until all of that has been taken. Each text is valid until the next one is
   * asked for.
   *
   * @throws {Error} of `node:zlib`, where it is no such data.
   */
  async *push(piece: Uint8Array): AsyncGenerator<Uint8Array> {
    let isTaken = false;
    this.#decompressor.write(piece, () => {
      isTaken = true;
      this.#wake?.();
    });
    yield* this.#giveUntil(() => isTaken);
  }

  /**
   * What is left, after the last piece.
   *
   * @throws {Error} of `node:zlib`, where deflate data is not complete. For a frame of zstd it does not tell.
   */
  async *end(): AsyncGenerator<Uint8Array> {
    if (this.#isEnded) return;
    this.#decompressor.end();
    yield* this.#giveUntil(() => false);
  }

  close(): void {
    this.#decompressor.destroy();
    this.#free();
  }

  /**
   * Gives back the memory of the text that was given last, unless the next one is in it too: left to the garbage collector it
   * would take a third of the time, and memory would grow with what a bomb holds.
   */
  #free(next?: ArrayBufferLike): void {
    const last = this.#given;
    if (last === next) return;
    this.#given = next;
    // Of another size it is none that was made for this stream alone.
    if (last instanceof ArrayBuffer && last.byteLength === TEXT_BYTES) last.transfer(0);
  }

  async *#giveUntil(isDone: () => boolean): AsyncGenerator<Uint8Array> {
    for (;;) {
      const bytes: unknown = this.#failure === undefined ? this.#decompressor.read() : null;
      if (bytes instanceof Uint8Array) {
        this.#free(bytes.buffer);
        yield plainArray(bytes);
        continue;
      }
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#isEnded || isDone()) return;
      await new Promise<void>((resolve) => this.#wake = resolve);
      this.#wake = undefined;
    }
  }
}

/**
 * The same bytes as a `Uint8Array` and nothing more. `node:zlib` gives a `Buffer`, whose `slice` is a view and not
 * a copy: a reader that changes its slice in place would change the text for the next reader.
 */
function plainArray({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

/** What came of compressed bytes at once. */
export interface AtOnce {
  readonly text: Uint8Array;
  /** Bytes that were decompressed: what follows them is none of the data. */
  readonly bytesTaken: number;
}

const DECOMPRESS_AT_ONCE = { deflate: inflateRawSync, zstd: zstdDecompressSync } as const;

/**
 * Decompresses data that ends within a few bytes. A stream costs as much as a hundred such calls, and a file may consist of
 * a million members that hold next to nothing.
 *
 * @param bytes Starts with deflate data, or is one frame of zstd.
 * @returns undefined where the data is longer, gives much text or is damaged: then a {@linkcode Pump} has to tell.
 */
export function decompressAtOnce(kind: keyof typeof DECOMPRESS_AT_ONCE, bytes: Uint8Array): AtOnce | undefined {
  const options = { info: true, chunkSize: STEP_BYTES, maxOutputLength: MOST_TEXT_AT_ONCE };
  let result: unknown;
  try {
    result = DECOMPRESS_AT_ONCE[kind](bytes, options);
  } catch {
    return undefined;
  }
  return isInfo(result) ? { text: plainArray(result.buffer), bytesTaken: result.engine.bytesWritten } : undefined;
}

/** What `node:zlib` returns where `info` is asked for. */
interface Info {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}

function isInfo(result: unknown): result is Info {
  return typeof result === "object" && result !== null && "buffer" in result && "engine" in result;
}
