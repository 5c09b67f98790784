/**
 * A line of a config that is not right → the line that should stand there.
 *
 * @module
 */
import { isKey, type Key, KEYS } from "./keys.ts";

export function knownKey(name: string): Key | undefined {
  return isKey(name) ? name : undefined;
}

/** A valid line for the key. */
export function exampleOf(key: Key): string {
  return `${key}: ${KEYS[key].example}`;
}

/** The line that the user most likely meant, who wrote `rest` after the colon. */
export function meantLine(key: Key, rest: string): string {
  const bare = withoutComment(rest).replace(/^(["'])(.*)\1$/, "$2");
  return `${key}: ${KEYS[key].kind.meant(bare) ?? KEYS[key].example}`;
}

/** The text after a colon, without a comment at its end. */
export function withoutComment(rest: string): string {
  return rest.replace(/(^|[ \t])#.*$/, "").trimEnd();
}
