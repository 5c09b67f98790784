/**
 * Lines of JSON for the log, through LogTape. Loaded only for a log in JSON.
 *
 * @module
 */
import { configureSync, getJsonLinesFormatter, getLogger, type LogRecord, resetSync } from "@logtape/logtape";
import { escapeUnsafe } from "../text/escape.ts";
import type { Logger } from "./logger.ts";

const CATEGORY = "batch-signal";

const formatter = getJsonLinesFormatter({ properties: "flatten" });

/**
 * A logger in LogTape's format. There is one at a time.
 *
 * @param write Takes each line with its newline. It must not throw: LogTape would swallow the error.
 */
export function jsonLogger(write: (line: string) => void): Logger {
  configureSync({
    reset: true,
    sinks: { run: (record) => write(jsonLine(record)) },
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

/** One JSON object. Control characters that JSON allows are escaped too. */
function jsonLine(record: LogRecord): string {
  return `${escapeUnsafe(formatter(record).trimEnd())}\n`;
}
