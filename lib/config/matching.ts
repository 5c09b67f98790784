/**
 * Keys and flags that need each other.
 *
 * @module
 */
import { needsOtherKey, symbolsTwice } from "../errors.ts";
import type { Config } from "./keys.ts";

/**
 * Refuses keys and flags that do nothing without another one: a user who gives them expects an effect.
 *
 * @param file The config's name, for errors.
 * @param rejects The value of `--rejects`.
 * @throws {JobError} of kind config.
 */
export function requireMatchingKeys(config: Config, file: string, rejects: string | undefined): void {
  const isSkipping = config.invalid_rows === "skip";
  if (rejects !== undefined && !isSkipping) throw needsOtherKey(file, "--rejects", "invalid_rows: skip");
  if (config.given.has("max_invalid_rows") && !isSkipping) {
    throw needsOtherKey(file, "max_invalid_rows", "invalid_rows: skip");
  }
  const hasSymbolColumn = config.symbol_column !== null && config.symbol_column !== "none";
  if (config.inputs === "symbols" && hasSymbolColumn) throw symbolsTwice(file);
  const isWatching = config.gaps !== "ignore";
  if (isWatching && config.interval === null) {
    throw needsOtherKey(file, `gaps: ${config.gaps}`, "interval: 1m or the like");
  }
  if (config.interval !== null && !isWatching) throw needsOtherKey(file, "interval", "gaps: warn or gaps: fail");
}
