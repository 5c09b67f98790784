/**
 * Keys and flags that need one another.
 *
 * @module
 */
import { needsOtherKey } from "../errors.ts";
import type { Config } from "./keys.ts";

/**
 * Refuses keys and flags that do nothing without others: the user expects something of them.
 *
 * @param file The config's name, for errors.
 * @param rejects What `--rejects` says.
 * @throws {JobError} of kind config.
 */
export function requireMatchingKeys(config: Config, file: string, rejects: string | undefined): void {
  const isSkipping = config.invalid_rows === "skip";
  if (rejects !== undefined && !isSkipping) throw needsOtherKey(file, "--rejects", "invalid_rows: skip");
  if (config.max_invalid_rows !== null && !isSkipping) {
    throw needsOtherKey(file, "max_invalid_rows", "invalid_rows: skip");
  }
  const isWatching = config.gaps !== "ignore";
  if (isWatching && config.interval === null) {
    throw needsOtherKey(file, `gaps: ${config.gaps}`, "interval: 1m or the like");
  }
  if (config.interval !== null && !isWatching) throw needsOtherKey(file, "interval", "gaps: warn or gaps: fail");
}
