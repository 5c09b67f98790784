/**
 * The inputs of earlier runs: a file that is read again must have grown, and one that is new must be so.
 *
 * @module
 */
import { type InputDigests, START_BYTES } from "../digests/input_digests.ts";
import { addFile, Sha256, sha256 } from "../digests/sha256.ts";
import { historyRewritten, nothingNew, readBefore, rowsInBetween } from "../errors.ts";
import type { RegularFile, WatchedInput } from "../inputs/watch.ts";
import { symbolOf } from "../series/symbol_files.ts";
import type { StopRequest } from "../stop.ts";
import type { SavedInput } from "./state.ts";

/** How inputs belong together. */
export interface InputRules {
  /** Whether each input is a symbol, which its name says. */
  readonly isSymbolEach: boolean;
  /** Whether timestamps tell in which order rows are, whatever file they are in. */
  readonly areTimesUnique: boolean;
}

export class KnownInputs {
  readonly #inputs: readonly SavedInput[];
  readonly #rules: InputRules;
  readonly #digests: InputDigests;
  readonly #stop: StopRequest;
  readonly #folder: string;
  readonly #files = new Map<string, SavedInput>();
  /** Files by the digest of their start, and how long these starts are. */
  readonly #starts = new Map<string, SavedInput[]>();
  readonly #lengths = new Set<number>();
  /** The input that was read last, of each series. */
  readonly #last = new Map<string, SavedInput>();
  /** The path of the last input of this run so far, of each series. */
  readonly #begun = new Map<string, string>();

  /** @param folder Where their names are, if not in the current one. */
  constructor(
    inputs: readonly SavedInput[],
    rules: InputRules,
    digests: InputDigests,
    stop: StopRequest,
    folder: string,
  ) {
    this.#inputs = inputs;
    this.#rules = rules;
    this.#digests = digests;
    this.#stop = stop;
    this.#folder = folder;
    for (const input of inputs) this.#last.set(this.#seriesOf(input.name), input);
    for (const input of inputs.filter(({ isFile }) => isFile)) {
      this.#files.set(input.name, input);
      const alike = this.#starts.get(input.start) ?? [];
      alike.push(input);
      this.#starts.set(input.start, alike);
      this.#lengths.add(Math.min(input.bytes, START_BYTES));
    }
  }

  /** The name that a path has among them: a file is the same with `./` before its name and without. */
  nameOf(path: string): string {
    const prefix = `${this.#folder}/`;
    const name = this.#folder !== "." && path.startsWith(prefix) ? path.slice(prefix.length) : path;
    return name.replace(/\/(?:\.?\/)+/g, "/").replace(/^(?:\.\/)+/, "");
  }

  /** What is known of an input; undefined for one that is new. */
  find(path: string, file: RegularFile | undefined): SavedInput | undefined {
    return file && this.#files.get(this.nameOf(path));
  }

  /**
   * Looks at an input that was opened, and begins its digest.
   *
   * @throws {JobError} of kind data, if its rows can't be added to those of earlier runs; or interrupted.
   */
  async begin(path: string, file: RegularFile | undefined): Promise<WatchedInput> {
    const before = this.find(path, file);
    const ahead = this.#begun.get(this.#seriesOf(path));
    this.#begun.set(this.#seriesOf(path), path);
    // Its rows would stand between those of the file.
    if (before !== undefined && ahead !== undefined && !this.#rules.areTimesUnique) throw rowsInBetween(path, ahead);
    if (file === undefined) return this.#digests.begin(path, file);
    return before === undefined ? await this.#beginNew(path, file) : await this.#beginGrown(path, file, before);
  }

  /**
   * All inputs, in the order in which they were read last.
   *
   * @throws {JobError} of kind data, if one of the new ones came through a pipe and was read before, or the other way round.
   */
  and(fresh: readonly SavedInput[]): SavedInput[] {
    // What came through a pipe can't grow: each is one of its own.
    const keyOf = ({ name, isFile, sha256 }: SavedInput) => isFile ? `file ${name}` : `stream ${sha256}`;
    const inputs = new Map(this.#inputs.map((input) => [keyOf(input), input]));
    const digests = new Map(this.#inputs.map((input) => [input.sha256, input]));
    const streams = new Map(this.#inputs.filter(({ isFile }) => !isFile).map((input) => [input.sha256, input]));
    for (const input of fresh) {
      const twin = (input.isFile ? streams : digests).get(input.sha256);
      if (twin !== undefined) throw readBefore(input.name, twin.name);
      inputs.delete(keyOf(input));
      inputs.set(keyOf(input), input);
    }
    return [...inputs.values()];
  }

  async #beginGrown(path: string, file: RegularFile, before: SavedInput): Promise<WatchedInput> {
    const { size } = file.info;
    if (size < before.bytes) throw historyRewritten(path, `the file has ${size} bytes, and had ${before.bytes}`);
    const hash = await this.#hashOf(file.handle, [before.bytes], (digest) => {
      if (digest === before.sha256) return;
      throw historyRewritten(path, `the first ${before.bytes} bytes are not those that were read before`);
    });
    if (size === before.bytes) throw nothingNew(path);
    const last = this.#last.get(this.#seriesOf(before.name));
    if (last !== undefined && last !== before && !this.#rules.areTimesUnique) throw rowsInBetween(path, last.name);
    return this.#digests.goOn(path, hash, before.bytes);
  }

  /** A file that is new by its name must not be one that was read before: its rows would count twice. */
  async #beginNew(path: string, file: RegularFile): Promise<WatchedInput> {
    const others = this.#alikeOf(file).filter(({ name }) => this.#seriesOf(name) === this.#seriesOf(path));
    const marks = [...new Set(others.map(({ bytes }) => bytes))].sort((a, b) => a - b);
    if (marks.length === 0) return this.#digests.begin(path, file);
    const hash = await this.#hashOf(file.handle, marks, (digest, bytes) => {
      const twin = others.find((one) => one.bytes === bytes && one.sha256 === digest);
      if (twin !== undefined) throw readBefore(path, twin.name);
    });
    return this.#digests.goOn(path, hash, marks[marks.length - 1] ?? 0);
  }

  /** The files that this one begins like, and may begin with. */
  #alikeOf({ handle, info }: RegularFile): SavedInput[] {
    const start = new Uint8Array(START_BYTES);
    let length = 0;
    while (length < START_BYTES) {
      const read = handle.readSync(start.subarray(length));
      if (read === null) break;
      length += read;
    }
    handle.seekSync(0, Deno.SeekMode.Start);
    const lengths = [...this.#lengths].filter((bytes) => bytes <= length);
    const digests = lengths.map((bytes) => sha256([start.subarray(0, bytes)]));
    return digests.flatMap((digest) => this.#starts.get(digest) ?? []).filter(({ bytes }) => bytes <= info.size);
  }

  /** The same text for inputs whose rows share a window. */
  #seriesOf(path: string): string {
    return this.#rules.isSymbolEach ? symbolOf(path) : "";
  }

  /**
   * Hashes the first bytes of a file, and goes back to its start.
   *
   * @param marks Numbers of bytes, rising. The bytes up to the last one are hashed.
   * @param onMark Told of the digest at each.
   */
  async #hashOf(
    file: Deno.FsFile,
    marks: readonly number[],
    onMark: (digest: string, bytes: number) => void,
  ): Promise<Sha256> {
    const hash = new Sha256();
    for (const [n, mark] of marks.entries()) {
      await addFile(hash, file, this.#stop, mark - (marks[n - 1] ?? 0));
      onMark(hash.soFar(), mark);
    }
    file.seekSync(0, Deno.SeekMode.Start);
    return hash;
  }
}
