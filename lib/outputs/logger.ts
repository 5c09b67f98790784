/**
 * The lines of the log, all made by LogTape: for people, or as JSON.
 *
 * @module
 */
import {
  configureSync,
  getJsonLinesFormatter,
  getLogger,
  getTextFormatter,
  type LogRecord,
  resetSync,
  type TextFormatter,
} from "@logtape/logtape";
import type { LogFormat } from "../commands/command_line.ts";
import { escapeUnsafe, quoteWhole } from "../text/escape.ts";

/**
 * The fields of a log line: named as in the flags, the config and the metrics, with units in the names. A list is one in
 * JSON, and in text its items with semicolons between them.
 */
export type LogFields = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export type LogLevel = "info" | "warn" | "error";

/** Turns messages and fields into lines. */
export interface Logger {
  log(level: LogLevel, message: string, fields: LogFields): void;
  close(): void;
}

const CATEGORY = "batch-signal";
const LEVEL_NAMES: Readonly<Record<string, string>> = { INFO: "INFO ", WARNING: "WARN ", ERROR: "ERROR" };

/** Makes the formatter of a run: most runs need only one of them. */
const FORMATTERS: Readonly<Record<LogFormat, () => TextFormatter>> = {
  /** `2026-11-23T15:20:31.123Z INFO  message key=value …` */
  text: () =>
    getTextFormatter({
      timestamp: "rfc3339",
      level: "FULL",
      format: ({ timestamp, level, message, record }) =>
        `${timestamp} ${LEVEL_NAMES[level]} ${message}${valuesOf(record)}`,
    }),
  json: () => {
    const format = getJsonLinesFormatter({ properties: "flatten" });
    // Control characters that JSON allows are escaped too.
    return (record) => escapeUnsafe(format(record).trimEnd()) + "\n";
  },
};

/**
 * A logger. There is one at a time.
 *
 * @param write Takes each line with its newline. It must not throw: LogTape would swallow the error.
 */
export function createLogger(format: LogFormat, write: (line: string) => void): Logger {
  const formatter = FORMATTERS[format]();
  configureSync({
    sinks: { run: (record) => write(formatter(record)) },
    loggers: [
      { category: CATEGORY, sinks: ["run"], lowestLevel: "info" },
      { category: ["logtape", "meta"], sinks: ["run"], lowestLevel: "warning" },
    ],
  });
  const logger = getLogger(CATEGORY);
  return {
    log: (level, message, fields) => logger[level](message, fields),
    close: resetSync,
  };
}

function valuesOf({ properties }: LogRecord): string {
  return Object.entries(properties).filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}=${textValue(value)}`).join("");
}

/** A value as it is, or in quotes if its end would not be clear. */
function textValue(value: unknown): string {
  const text = Array.isArray(value) ? value.join("; ") : String(value);
  return /^[^\s"=\\]+$/.test(text) && escapeUnsafe(text) === text ? text : quoteWhole(text);
}
