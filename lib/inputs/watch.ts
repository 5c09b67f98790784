/**
 * What may look at the bytes of inputs.
 *
 * @module
 */

/** Looks at the bytes of each file as they are read, before anyone makes anything of them. */
export interface InputWatch {
  /**
   * A file is begun: the one before it is done with.
   *
   * @param name As typed.
   * @param sizeBytes Undefined for what is no regular file.
   */
  begin(name: string, sizeBytes: number | undefined): WatchedInput;
}

/** Takes the bytes of one file in order. */
export interface WatchedInput {
  /** They may be reused after it. */
  take(bytes: Uint8Array): Promise<void> | void;
  /** The end of the file was read. */
  end(): void;
}
