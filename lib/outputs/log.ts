/**
 * `run.log`: what one run did, line by line.
 *
 * LogTape makes the lines. Its file sink is not used: it syncs the disk after each line, treats a short write as complete,
 * and reports a failed write only to LogTape's meta logger. This log writes each line at once and completely, remembers a
 * failure, and syncs once, at the end.
 *
 * @module
 */
import { type LogFormat, STANDARD_ERROR } from "../commands/command_line.ts";
import { cannotWrite } from "../errors.ts";
import { createLogger, type LogFields, type Logger, type LogLevel } from "./logger.ts";
import { createLogFile } from "./atomic_file.ts";
import { writeAll } from "./write_all.ts";

/** The log of one run. There is one at a time. */
export class RunLog {
  readonly #path: string;
  /** Undefined for standard error. */
  readonly #file: Deno.FsFile | undefined;
  readonly #logger: Logger;
  readonly #encoder = new TextEncoder();
  readonly #warnings: string[] = [];
  #failure: unknown;
  /** Whether the log is written into the file of an earlier run, which could not be removed. */
  readonly isInPlace: boolean = false;

  /**
   * Starts the log of this run; that of an earlier run is removed.
   *
   * @throws {JobError} of kind io.
   */
  constructor(path: string, format: LogFormat) {
    this.#path = path === STANDARD_ERROR ? "standard error" : path;
    if (path !== STANDARD_ERROR) ({ file: this.#file, isInPlace: this.isInPlace } = createLogFile(path));
    this.#logger = createLogger(format, (line) => this.#write(line));
  }

  /** Whether the log goes to standard error, which then has all that there is to tell. */
  get isStandardError(): boolean {
    return this.#file === undefined;
  }

  /** Whether a line could not be written. The lines after it may be missing too. */
  get isBroken(): boolean {
    return this.#failure !== undefined;
  }

  /** What the user is told of the warnings too. */
  get warnings(): readonly string[] {
    return this.#warnings;
  }

  /** @throws {JobError} of kind io, if this or an earlier line can't be written; so do `warn` and `error`. */
  info(message: string, fields: LogFields): void {
    this.#log("info", message, fields);
  }

  /** @param told What stands of it on standard error, where that is told. */
  warn(message: string, fields: LogFields, told?: string): void {
    if (told !== undefined) this.#warnings.push(told);
    this.#log("warn", message, fields);
  }

  error(message: string, fields: LogFields): void {
    this.#log("error", message, fields);
  }

  /**
   * Makes sure that all lines are on the disk.
   *
   * @throws {JobError} of kind io.
   */
  sync(): void {
    try {
      // A device has nothing to sync.
      if (this.#file?.statSync().isFile) this.#file.syncSync();
    } catch (error) {
      this.#failure ??= error;
    }
    this.#requireWritten();
  }

  close(): void {
    this.#logger.close();
    this.#file?.close();
  }

  #log(level: LogLevel, message: string, fields: LogFields): void {
    this.#logger.log(level, message, fields);
    this.#requireWritten();
  }

  /** Keeps a failure for the caller: a logger may swallow what it throws. */
  #write(line: string): void {
    try {
      writeAll(this.#file ?? Deno.stderr, this.#encoder.encode(line));
    } catch (error) {
      this.#failure ??= error;
    }
  }

  #requireWritten(): void {
    if (this.isBroken) throw cannotWrite(this.#path, this.#failure);
  }
}
