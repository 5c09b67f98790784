/**
 * Keys and flags that need each other.
 *
 * @module
 */
import {
  confidenceWithSymbols,
  flagNeedsGate,
  gateNeedsFlag,
  needsOtherKey,
  ratesExclude,
  symbolsTwice,
} from "../errors.ts";
import type { Options } from "../commands/command_line.ts";
import { type Config, GATES } from "./keys.ts";

/**
 * Refuses keys and flags that do nothing without another one: a user who gives them expects an effect.
 *
 * @param file The config's name, for errors.
 * @throws {JobError} of kind config.
 */
export function requireMatchingKeys(
  config: Config,
  file: string,
  { rejects, previous, now }: Pick<Options, "rejects" | "previous" | "now">,
): void {
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
  for (const key of ["bootstrap", "block"] as const) {
    if (config.given.has(key) && config.confidence === null) throw needsOtherKey(file, key, "confidence: 95%");
  }
  if (config.confidence !== null && (hasSymbolColumn || config.inputs === "symbols")) throw confidenceWithSymbols(file);
  requireMatchingGates(config, file, previous !== undefined, now !== undefined);
  if (config.interval !== null && !isWatching) throw needsOtherKey(file, "interval", "gaps: warn or gaps: fail");
}

function requireMatchingGates(config: Config, file: string, hasPrevious: boolean, hasNow: boolean): void {
  const { min_signal_rate: least, max_signal_rate: most, max_rate_change, max_age } = config;
  if (config.given.has("gates") && !GATES.some((gate) => config[gate] !== null)) {
    throw needsOtherKey(file, "gates", "min_rows or another gate");
  }
  if (max_rate_change !== null && !hasPrevious) throw gateNeedsFlag(file, "max_rate_change", "--previous");
  if (hasPrevious && max_rate_change === null) throw flagNeedsGate(file, "--previous", "max_rate_change");
  if (hasNow && max_age === null) throw flagNeedsGate(file, "--now", "max_age");
  if (least !== null && most !== null && least.percentMillionths > most.percentMillionths) throw ratesExclude(file);
}
