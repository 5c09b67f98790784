/**
 * Makes text that came from outside (data, config, file names) safe to show on one line of a terminal, a log or JSON.
 *
 * @module
 */

/** Characters of a value that a message shows; the rest is cut, for a close may be megabytes of garbage. */
const SHOWN_CHARACTERS = 60;

/**
 * What could end a line, move a cursor or reorder the text around it: C0 and C1 controls, DEL, line and paragraph
 * separators, bidirectional controls, the byte-order mark and lone surrogates.
 */
const UNSAFE =
  // deno-lint-ignore no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const SHORT_ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** `text` with every unsafe character written as `\n`, `\r`, `\t` or `\uXXXX`. */
export function escapeUnsafe(text: string): string {
  return text.replace(
    UNSAFE,
    (character) => SHORT_ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** `text` in double quotes on one line, cut after {@linkcode SHOWN_CHARACTERS} characters: `abc` → `"abc"`. */
export function quote(text: string): string {
  const cut = text.length > SHOWN_CHARACTERS;
  return cut ? `${quoteWhole(text.slice(0, SHOWN_CHARACTERS)).slice(0, -1)}…"` : quoteWhole(text);
}

/** All of `text` in double quotes on one line; quotes and backslashes in it are escaped. */
export function quoteWhole(text: string): string {
  return `"${escapeUnsafe(text.replaceAll("\\", "\\\\").replaceAll('"', '\\"'))}"`;
}

/** Names in double quotes with commas between them, cut after `most`: `"a", "b" and 3 more`. */
export function quoteAll(names: readonly string[], most = 20): string {
  const shown = names.slice(0, most).map(quote).join(", ");
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
