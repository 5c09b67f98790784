/**
 * Closes of one scale, for tests.
 *
 * @module
 */
import type { ScaledCloses } from "../../lib/numbers/scaled_closes.ts";

/** @param largest By default, the largest of them, their signs left out. */
export function scaled(mantissas: ArrayLike<number>, decimals = 0, largest?: number): ScaledCloses {
  const closes = Float64Array.from(mantissas);
  largest ??= closes.reduce((most, close) => Math.max(most, Math.abs(close)), 0);
  return { mantissas: closes, count: closes.length, decimals, largest };
}
