/**
 * What all nodes of a parsed source have, whatever they stand for.
 *
 * @module
 */

/** A node: where its text is in the source, in UTF-16 units, and its parts by name. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** Lines are counted from 1. */
  readonly loc: { readonly start: { readonly line: number } };
  readonly [part: string]: unknown;
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value && "loc" in value;
}
