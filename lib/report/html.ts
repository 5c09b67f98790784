/**
 * HTML whose texts can't be anything but text.
 *
 * @module
 */
import { escape } from "@std/html/entities";
import { escapeUnsafe } from "../text/escape.ts";

/** HTML that is complete. Only {@linkcode html} makes it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What stands in a template: markup as it is, anything else as text. */
export type Content = Markup | string | number | readonly Content[];

/**
 * A template of HTML: what is put in shows as text, whatever it holds, and control characters as escapes. Indents, and
 * blanks at its ends, are those of the source.
 */
export function html(template: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  const lines = template.map((text) => text.replaceAll(/\s*\n\s*/g, "\n"));
  const last = lines.length - 1;
  lines[last] = (lines[last] ?? "").trimEnd();
  lines[0] = (lines[0] ?? "").trimStart();
  return new Markup(lines.map((text, n) => text + markupOf(contents[n] ?? "")).join(""));
}

function markupOf(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (typeof content === "object") return content.map(markupOf).join("");
  return escape(escapeUnsafe(String(content)));
}

/** The most characters of a name or value that are shown. */
const SHOWN_CHARACTERS = 120;

/** Pieces of a word that are not broken. */
const WORD_PIECES = /[^_]{0,15}_|.{1,16}/gsu;
const BREAK = html`<wbr>`;

/** A text without what is beyond `most` characters. */
export function shortened(text: string, most: number = SHOWN_CHARACTERS): string {
  // Characters, not UTF-16 units: a cut could otherwise show half a character.
  const characters = [...text.slice(0, 2 * most + 2)];
  const isCut = text.length > 2 * most + 2 || characters.length > most;
  return isCut ? `${characters.slice(0, most).join("")}…` : text;
}

/** A name, value or text from outside, which may be long and have no spaces: it breaks where it has to, and is cut at last. */
export function outside(text: string, most?: number): Markup {
  const words = shortened(text, most).match(/\s+|\S+/gu) ?? [];
  return html`${words.map((word) => (word.match(WORD_PIECES) ?? []).map((piece, n) => [n === 0 ? "" : BREAK, piece]))}`;
}

/** A table: names of columns, and rows whose first cell names them. */
export function table(caption: string, columns: readonly string[], rows: readonly (readonly Content[])[]): Markup {
  return html`
    <table>
      <caption>${caption}</caption>
      <thead>
        <tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr>
      </thead>
      <tbody>
    ${rows.map(rowOf)}</tbody>
    </table>
  `;
}

/** A table of facts: each with its name. */
export function facts(rows: readonly (readonly [name: string, fact: Content])[]): Markup {
  return html`
    <table>
      <tbody>
    ${rows.map(rowOf)}</tbody>
    </table>
  `;
}

function rowOf([name = "", ...cells]: readonly Content[]): Markup {
  return html`
    <tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
  `;
}
