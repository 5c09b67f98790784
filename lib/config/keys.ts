/**
 * The table of keys: to add one, add it to {@linkcode Config} and a row here.
 *
 * @module
 */
import { integer, type Kind, text } from "./kinds.ts";

/** The parameters of a job. */
export interface Config {
  /** 0 to 4294967295. Recorded in the metrics; the job draws no random numbers. */
  readonly seed: number;
  /** Closes that a rolling mean covers, 1 to 10,000,000. */
  readonly window: number;
  /** The user's name for this configuration, as written into the metrics; not empty. */
  readonly version: string;
}

export type Key = keyof Config;

/** A row of the table. */
export interface KeyRow<T> {
  readonly kind: Kind<T>;
  /** A value that would be right, as it is written, for messages. */
  readonly example: string;
  /** What holds where the key is absent, perhaps null; undefined for a key that must be there. */
  readonly absent: T | undefined;
}

/** All keys, in the order in which messages and logs name them. A row with a third part is of a key that may be left out. */
export const KEYS: { readonly [K in Key]: KeyRow<Config[K]> } = {
  seed: row(integer(0, 4_294_967_295), "42"),
  window: row(integer(1, 10_000_000), "5"),
  version: row(text(), '"v1"'),
};

function row<T>(kind: Kind<T>, example: string, absent?: T): KeyRow<T> {
  return { kind, example, absent };
}

export function isKey(name: string): name is Key {
  return Object.hasOwn(KEYS, name);
}

export const KEY_NAMES: readonly Key[] = Object.keys(KEYS).filter(isKey);

export function knownKey(name: string): Key | undefined {
  return isKey(name) ? name : undefined;
}

/** A line that would be right. */
export function exampleOf(key: Key): string {
  return `${key}: ${KEYS[key].example}`;
}

/** The line that the user most likely meant by a line with `rest` after its colon. */
export function meantLine(key: Key, rest: string): string {
  const bare = withoutComment(rest).replace(/^(["'])(.*)\1$/, "$2");
  return `${key}: ${KEYS[key].kind.meant(bare) ?? KEYS[key].example}`;
}

/** What stands after a colon, without the comment behind it. */
export function withoutComment(rest: string): string {
  return rest.replace(/(^|[ \t])#.*$/, "").trimEnd();
}
