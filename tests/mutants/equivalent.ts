/**
 * Faults that change nothing that a test could see, each with the reason. They are not counted among drawn mutants.
 *
 * @module
 */
import type { TextChange } from "./mutants.ts";

/** A fault that is none. */
export interface Equivalent extends TextChange {
  readonly reason: string;
}

export const EQUIVALENT: readonly Equivalent[] = [];
