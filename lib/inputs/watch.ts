/**
 * What may look at the bytes of inputs.
 *
 * @module
 */

/** A regular file that is open. */
export interface RegularFile {
  readonly handle: Deno.FsFile;
  /** What was known of it when it was opened. */
  readonly info: Deno.FileInfo;
}

/** Looks at the bytes of each file as they are read, before anyone makes anything of them. */
export interface InputWatch {
  /**
   * A file is begun: the one before it is done with.
   *
   * @param name As typed.
   * @param file Undefined for what is no regular file. What is read from it has to be read again by the run.
   * @throws {JobError} if the file is not to be read.
   */
  begin(name: string, file: RegularFile | undefined): WatchedInput | Promise<WatchedInput>;
}

/** Takes the bytes of one file in order. */
export interface WatchedInput {
  /** They may be reused after it. */
  take(bytes: Uint8Array): Promise<void> | void;
  /** The end of the file was read. */
  end(): void;
}
