/**
 * Several inputs that are one series.
 *
 * @module
 */
import { changedWhileRead } from "../errors.ts";
import { kernelInput } from "../kernel/scan.ts";
import type { ReadAhead } from "./ahead/read_ahead.ts";
import type { CandleInput } from "./input.ts";
import type { InputWatch } from "./watch.ts";
import { CandleSource, STANDARD_INPUT } from "./source.ts";
import type { StopRequest } from "../stop.ts";

/** Several inputs, of which one is open at a time. */
export class CandleSeries implements CandleInput {
  readonly paths: readonly string[];
  readonly #stop: StopRequest;
  readonly #watch: InputWatch | undefined;
  readonly #ahead: ReadAhead | undefined;
  #current: CandleSource | undefined;
  #isReadAhead = false;
  /** The size of the current input where it was read ahead. */
  #aheadBytes: number | undefined;
  #files = 0;
  #bytesBefore = 0;
  #compressedBytesBefore: number | undefined;

  /** @param ahead Reads these files ahead; it ends with the series. */
  constructor(paths: readonly string[], stop: StopRequest, watch?: InputWatch, ahead?: ReadAhead) {
    this.paths = paths;
    this.#stop = stop;
    this.#watch = watch;
    this.#ahead = ahead;
  }

  /** Looks at the sizes of all files: of thousands that takes a while, so only where someone wants to see it. */
  get sizeBytes(): number | undefined {
    let sum = 0;
    for (const path of this.paths) {
      const size = sizeOf(path);
      if (size === undefined) return undefined;
      sum += size;
    }
    return sum;
  }

  /** How many inputs have been read, the one that is open among them. */
  get files(): number {
    return this.#files;
  }

  /** Bytes that were read so far, as they are in the files. */
  get bytesRead(): number {
    return this.#bytesBefore + (this.#current?.bytesRead ?? 0);
  }

  /** Of these, the ones of compressed files; undefined where there was none. */
  get compressedBytes(): number | undefined {
    const current = this.#current?.compressedBytes;
    const before = this.#compressedBytesBefore;
    return current === undefined ? before : current + (before ?? 0);
  }

  async first(): Promise<CandleSource> {
    return this.#current ?? await this.#open(this.paths[0] ?? "");
  }

  /** As in {@linkcode CandleInput}; an input that has been read to its end has stayed as it was. */
  async *sources(): AsyncGenerator<CandleSource> {
    for (const [n, path] of this.paths.entries()) {
      const source = n === 0 ? await this.first() : await this.#open(path);
      yield source;
      source.requireUnchanged();
      this.#compressedBytesBefore = this.compressedBytes;
      this.#bytesBefore = this.bytesRead;
      this.#current = undefined;
      source.close();
    }
  }

  readAhead(): void {
    this.#isReadAhead = true;
    this.#current?.readAhead();
  }

  /**
   * {@linkcode CandleSource.requireUnchanged} for the input that is open. One that was read ahead was whole then; its size
   * tells whether more is written to it.
   */
  requireUnchanged(): void {
    this.#current?.requireUnchanged();
    if (this.#current === undefined || this.#aheadBytes === undefined) return;
    const { name } = this.#current;
    const size = sizeOf(name);
    if (size !== undefined && size !== this.#aheadBytes) throw changedWhileRead(name);
  }

  /** {@linkcode CandleSource.requireSound} for the input that is open. */
  async requireSound(): Promise<void> {
    await this.#current?.requireSound();
  }

  close(): void {
    this.#ahead?.end();
    this.#current?.close();
    this.#current = undefined;
  }

  async #open(path: string): Promise<CandleSource> {
    this.#aheadBytes = this.#ahead?.take(this.#files, kernelInput);
    const source = this.#aheadBytes === undefined
      ? await CandleSource.open(path, this.#stop, this.#watch)
      : CandleSource.ofText(path, this.#aheadBytes, this.#stop);
    if (this.#isReadAhead) source.readAhead();
    this.#current = source;
    this.#files++;
    return source;
  }
}

/** The size of a file; undefined for what has none. What can't be looked at is told of when its turn comes. */
function sizeOf(path: string): number | undefined {
  if (path === STANDARD_INPUT) return undefined;
  try {
    const { isFile, size } = Deno.statSync(path);
    return isFile ? size : undefined;
  } catch {
    return undefined;
  }
}
