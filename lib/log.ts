/**
 * `run.log`: what one run did, line by line, through LogTape.
 *
 * LogTape's own file sink is not used: it syncs the disk after each line, takes a short write for a whole one, and a
 * failed write ends in LogTape's meta logger where nobody hears of it. This sink writes each line at once and whole,
 * remembers a failure, and syncs once, at the end.
 *
 * @module
 */
import { configureSync, getJsonLinesFormatter, getLogger, type LogRecord, resetSync } from "@logtape/logtape";
import type { LogFormat } from "./cli.ts";
import { cannotWrite } from "./errors.ts";
import { escapeUnsafe, quoteWhole } from "./escape.ts";
import { createLogFile, writeAll } from "./output.ts";

/** The figures of a log line: names as in the flags, the config and the metrics, units in the name. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

const CATEGORY = "batch-signal";

const LEVEL_NAMES: Readonly<Record<string, string>> = { info: "INFO", warning: "WARN", error: "ERROR" };
const LEVEL_WIDTH = 5;

/** The log of one run. There is one at a time. */
export class RunLog {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  readonly #logger = getLogger(CATEGORY);
  #failure: unknown;

  /**
   * Starts the log of this run; that of an earlier run is removed.
   *
   * @throws {JobError} of kind io.
   */
  constructor(path: string, format: LogFormat) {
    this.#path = path;
    this.#file = createLogFile(path);
    const formatter = format === "json" ? jsonLine : textLine;
    const encoder = new TextEncoder();
    configureSync({
      reset: true,
      sinks: {
        run: (record) => {
          // LogTape would swallow what a sink throws, so the failure is kept for the caller.
          try {
            writeAll(this.#file, encoder.encode(formatter(record)));
          } catch (error) {
            this.#failure ??= error;
          }
        },
      },
      loggers: [
        { category: CATEGORY, sinks: ["run"], lowestLevel: "info" },
        { category: ["logtape", "meta"], sinks: ["run"], lowestLevel: "warning" },
      ],
    });
  }

  /** Whether a line could not be written. Nothing that is logged after it can be relied on. */
  get isBroken(): boolean {
    return this.#failure !== undefined;
  }

  /** @throws {JobError} of kind io, where this or an earlier line can't be written; so do `warn` and `error`. */
  info(message: string, fields: LogFields): void {
    this.#logger.info(message, fields);
    this.#requireWritten();
  }

  warn(message: string, fields: LogFields): void {
    this.#logger.warn(message, fields);
    this.#requireWritten();
  }

  error(message: string, fields: LogFields): void {
    this.#logger.error(message, fields);
    this.#requireWritten();
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
    resetSync();
    this.#file.close();
  }

  #requireWritten(): void {
    if (this.isBroken) throw cannotWrite(this.#path, this.#failure);
  }
}

/** `2026-11-23T15:20:31.123Z INFO  message key=value …` */
function textLine(record: LogRecord): string {
  const time = new Date(record.timestamp).toISOString();
  const level = (LEVEL_NAMES[record.level] ?? record.level.toUpperCase()).padEnd(LEVEL_WIDTH);
  const fields = Object.entries(record.properties)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}=${textValue(value)}`);
  return `${time} ${level} ${record.message.join("")}${fields.join("")}\n`;
}

/** A value as it is, or in quotes where a reader could not tell its end. */
function textValue(value: unknown): string {
  const text = String(value);
  return /^[^\s"=\\]+$/.test(text) && escapeUnsafe(text) === text ? text : quoteWhole(text);
}

const jsonFormatter = getJsonLinesFormatter({ properties: "flatten" });

/** One JSON object; control characters that JSON would allow are escaped too. */
function jsonLine(record: LogRecord): string {
  return `${escapeUnsafe(jsonFormatter(record).trimEnd())}\n`;
}
