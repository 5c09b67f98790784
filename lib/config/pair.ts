/**
 * A line of a config, and its value.
 *
 * @module
 */

/** A line of the mapping, as it is written. */
export interface Pair {
  readonly key: string;
  /** The text after the colon, without blanks around it. */
  readonly rest: string;
  /** The whole line without its indentation: `key: value`, for YAML. */
  readonly pair: string;
}

/** A value as it is spelled, and as YAML understands it. */
export interface Value {
  readonly spelling: string;
  readonly understood: unknown;
}
