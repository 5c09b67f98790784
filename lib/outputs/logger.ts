/**
 * What a format of the log has to do: `log.ts` makes lines for people, `log_json.ts` lines of JSON.
 *
 * @module
 */

/** The figures of a log line: names as in the flags, the config and the metrics, units in the name. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export type LogLevel = "info" | "warn" | "error";

/** Makes lines of what is logged, in one of the formats. */
export interface Logger {
  log(level: LogLevel, message: string, fields: LogFields): void;
  close(): void;
}
