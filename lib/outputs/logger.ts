/**
 * The interface of a log format: `log.ts` makes lines for people, `log_json.ts` lines of JSON.
 *
 * @module
 */

/** The fields of a log line: named as in the flags, the config and the metrics, with units in the names. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export type LogLevel = "info" | "warn" | "error";

/** Turns messages and fields into lines, in one of the formats. */
export interface Logger {
  log(level: LogLevel, message: string, fields: LogFields): void;
  close(): void;
}
