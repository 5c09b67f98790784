/**
 * `run.log`: what one run did, line by line.
 *
 * Lines for people are made here. LogTape is loaded only for lines of JSON: it takes 15 ms to load and configure, as long
 * as the runtime takes to start. Its file sink is not used in either case: it syncs the disk after each line, treats a
 * short write as complete, and reports a failed write only to LogTape's meta logger. This log writes each line at once and
 * completely, remembers a failure, and syncs once, at the end.
 *
 * @module
 */
import type { LogFormat } from "../commands/command_line.ts";
import { cannotWrite } from "../errors.ts";
import { escapeUnsafe, quoteWhole } from "../text/escape.ts";
import type { LogFields, Logger, LogLevel } from "./logger.ts";
import { createLogFile, writeAll } from "./atomic_file.ts";

/** The log of one run. There is one at a time. */
export class RunLog {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  readonly #logger: Logger;
  readonly #encoder = new TextEncoder();
  #failure: unknown;

  private constructor(path: string, makeLogger: (write: (line: string) => void) => Logger) {
    this.#path = path;
    this.#file = createLogFile(path);
    this.#logger = makeLogger((line) => this.#write(line));
  }

  /**
   * Starts the log of this run; that of an earlier run is removed.
   *
   * @throws {JobError} of kind io.
   */
  static async start(path: string, format: LogFormat): Promise<RunLog> {
    return new RunLog(path, format === "json" ? (await import("./log_json.ts")).jsonLogger : textLogger);
  }

  /** Whether a line could not be written. The lines after it may be missing too. */
  get isBroken(): boolean {
    return this.#failure !== undefined;
  }

  /** @throws {JobError} of kind io, if this or an earlier line can't be written; so do `warn` and `error`. */
  info(message: string, fields: LogFields): void {
    this.#log("info", message, fields);
  }

  warn(message: string, fields: LogFields): void {
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
      if (this.#file.statSync().isFile) this.#file.syncSync();
    } catch (error) {
      this.#failure ??= error;
    }
    this.#requireWritten();
  }

  close(): void {
    this.#logger.close();
    this.#file.close();
  }

  #log(level: LogLevel, message: string, fields: LogFields): void {
    this.#logger.log(level, message, fields);
    this.#requireWritten();
  }

  /** Keeps a failure for the caller: a logger may swallow what it throws. */
  #write(line: string): void {
    try {
      writeAll(this.#file, this.#encoder.encode(line));
    } catch (error) {
      this.#failure ??= error;
    }
  }

  #requireWritten(): void {
    if (this.isBroken) throw cannotWrite(this.#path, this.#failure);
  }
}

const LEVEL_NAMES = { info: "INFO ", warn: "WARN ", error: "ERROR" } as const;

/** Lines for people: `2026-11-23T15:20:31.123Z INFO  message key=value …` */
function textLogger(write: (line: string) => void): Logger {
  return {
    log(level, message, fields) {
      const values = Object.entries(fields)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => ` ${name}=${textValue(value)}`);
      write(`${new Date().toISOString()} ${LEVEL_NAMES[level]} ${message}${values.join("")}\n`);
    },
    close() {},
  };
}

/** A value as it is, or in quotes if its end would not be clear. */
function textValue(value: unknown): string {
  const text = String(value);
  return /^[^\s"=\\]+$/.test(text) && escapeUnsafe(text) === text ? text : quoteWhole(text);
}
