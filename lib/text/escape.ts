/**
 * Makes text that came from outside (data, config, file names) safe to show on one line of a terminal, a log or JSON.
 *
 * @module
 */

/** The most characters of a value that a message shows. The rest is cut, because a close may be megabytes of garbage. */
const SHOWN_CHARACTERS = 60;

/**
 * Characters that could end a line, move a cursor, reorder the text around them or hide in it: C0 and C1 controls, DEL,
 * line and paragraph separators, bidirectional controls, non-ASCII spaces, invisible characters, the byte-order mark and
 * lone surrogates.
 */
const UNSAFE =
  // deno-lint-ignore no-control-regex
  /[\u0000-\u001f\u007f-\u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const SHORT_ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** `text` with every unsafe character written as `\n`, `\r`, `\t` or `\uXXXX`. */
export function escapeUnsafe(text: string): string {
  return text.replace(
    UNSAFE,
    (character) => SHORT_ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A value as JSON, in lines that are indented, with every unsafe character in it escaped. */
export function escapedJson(value: unknown, indent: number): string {
  return JSON.stringify(value, null, indent).split("\n").map(escapeUnsafe).join("\n");
}

/** `text` in double quotes on one line, cut after {@linkcode SHOWN_CHARACTERS} characters: `abc` → `"abc"`. */
export function quote(text: string): string {
  const cut = text.length > SHOWN_CHARACTERS;
  // Characters, not UTF-16 units: a cut could otherwise show half a character.
  const shown = cut ? [...text.slice(0, 2 * SHOWN_CHARACTERS)].slice(0, SHOWN_CHARACTERS).join("") : text;
  return cut ? `${quoteWhole(shown).slice(0, -1)}…"` : quoteWhole(text);
}

/** All of `text` in double quotes on one line; quotes and backslashes in it are escaped. */
export function quoteWhole(text: string): string {
  return `"${escapeUnsafe(text.replaceAll("\\", "\\\\").replaceAll('"', '\\"'))}"`;
}

/**
 * Names in double quotes with commas between them: `"a", "b" and 3 more`.
 *
 * @param count How many there are in all, if `names` are only the first ones.
 */
export function quoteAll(names: readonly string[], count = names.length): string {
  const shown = names.map(quote).join(", ");
  return count > names.length ? `${shown} and ${count - names.length} more` : shown;
}
