/**
 * JSON text → values, of which no number is rounded and no key is lost.
 *
 * `JSON.parse` makes a double of each number, and sums may be beyond 2^53; of two equal keys it keeps the last, and it puts
 * keys such as 600519 first. It still decides what is JSON.
 *
 * @module
 */

import { quote } from "../text/escape.ts";

/** A number as it is spelled. */
export class Digits {
  constructor(readonly text: string) {}
}

/** An object has a key twice. */
export class RepeatedKey extends SyntaxError {}

export type ExactJson = null | boolean | string | Digits | readonly ExactJson[] | ExactObject;
/** Keys in the order of the text. */
export type ExactObject = ReadonlyMap<string, ExactJson>;

/** Lists and objects in each other; deeper ones could exhaust the stack. */
const MOST_DEPTH = 16;

/**
 * Reads a text.
 *
 * @throws {SyntaxError} where it is no JSON, is nested deeper than {@linkcode MOST_DEPTH}, or has a key twice in an object.
 */
export function readExactJson(text: string): ExactJson {
  JSON.parse(text);
  return new Reader(text).read(0);
}

const WORD = /[-+.\w]+/y;

/** Reads text that is known to be JSON. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads a value and the space around it. */
  read(depth: number): ExactJson {
    if (depth > MOST_DEPTH) throw new SyntaxError("the text is nested too deep");
    this.#skipSpace();
    const value = this.#value(depth);
    this.#skipSpace();
    return value;
  }

  #value(depth: number): ExactJson {
    switch (this.#text[this.#at]) {
      case "{":
        return this.#object(depth);
      case "[":
        return this.#list(depth);
      case '"':
        return this.#string();
      default:
        return this.#word();
    }
  }

  #object(depth: number): ExactObject {
    const object = new Map<string, ExactJson>();
    this.#members("}", () => {
      this.#skipSpace();
      const key = this.#string();
      this.#skipSpace();
      this.#at++;
      if (object.has(key)) throw new RepeatedKey(`the key ${quote(key)} is there twice`);
      object.set(key, this.read(depth + 1));
    });
    return object;
  }

  #list(depth: number): ExactJson[] {
    const list: ExactJson[] = [];
    this.#members("]", () => list.push(this.read(depth + 1)));
    return list;
  }

  /** Reads what stands between brackets. Each member leaves off at the comma or bracket after it. */
  #members(end: string, readMember: () => void): void {
    this.#at++;
    this.#skipSpace();
    while (this.#text[this.#at] !== end) {
      readMember();
      if (this.#text[this.#at] === ",") this.#at++;
    }
    this.#at++;
  }

  #string(): string {
    const start = this.#at;
    let end = this.#text.indexOf('"', start + 1);
    while (this.#isEscaped(end)) end = this.#text.indexOf('"', end + 1);
    this.#at = end + 1;
    const inner = this.#text.slice(start + 1, end);
    return inner.includes("\\") ? String(JSON.parse(`"${inner}"`)) : inner;
  }

  /** Whether an odd number of backslashes stands before a quote. */
  #isEscaped(quote: number): boolean {
    let first = quote;
    while (this.#text[first - 1] === "\\") first--;
    return (quote - first) % 2 === 1;
  }

  #word(): null | boolean | Digits {
    WORD.lastIndex = this.#at;
    const [word = ""] = WORD.exec(this.#text) ?? [];
    this.#at += word.length;
    return word === "null" ? null : word === "true" ? true : word === "false" ? false : new Digits(word);
  }

  #skipSpace(): void {
    // Outside a text, JSON has no characters up to the space but space.
    while (this.#text.charCodeAt(this.#at) <= 0x20) this.#at++;
  }
}
