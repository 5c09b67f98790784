/**
 * A pattern for one name, such as `part-[0-9]*.csv`, and whether a name fits it.
 *
 * Matching takes at most the pattern's length times the name's. `globToRegExp` of `@std/path`, picomatch and minimatch make
 * a regular expression of a pattern, which backtracks: eight stars and a long name take hours.
 *
 * @module
 */

/** What stands for one character: the code points of the ranges and classes, or all others. */
interface CharacterSet {
  readonly isNegated: boolean;
  /** First and last code point of each. */
  readonly ranges: readonly (readonly [first: number, last: number])[];
  readonly classes: readonly RegExp[];
}

/** `*`, `?`, a set, or a character by its code point. */
type Token = "any text" | "any character" | CharacterSet | number;

/** The classes of POSIX, for all of Unicode and whatever the locale is: made when a pattern names one, for that takes time. */
const CLASSES: Readonly<Record<string, () => RegExp>> = {
  alnum: () => /[\p{Alphabetic}\p{Nd}]/u,
  alpha: () => /\p{Alphabetic}/u,
  blank: () => /[\t\p{Zs}]/u,
  cntrl: () => /\p{Cc}/u,
  digit: () => /[0-9]/,
  graph: () => /[^\s\p{Cc}\p{Cn}\p{Cs}]/u,
  lower: () => /\p{Lowercase}/u,
  print: () => /[^\t\n\v\f\r\u2028\u2029\p{Cc}\p{Cn}\p{Cs}]/u,
  punct: () => /[\p{P}\p{S}]/u,
  space: () => /\s/u,
  upper: () => /\p{Uppercase}/u,
  xdigit: () => /[0-9A-Fa-f]/,
};

/** A class in a set, a range, or a character. */
const SET_ITEM = /\[:([a-z]+):\]|([^])(?:-([^\]]))?/uy;

/** A pattern for a name. */
export class Wildcard {
  readonly #tokens: readonly Token[];

  constructor(pattern: string) {
    this.#tokens = tokensOf(pattern);
  }

  /** Whether it stands for more than the one name that it is itself. */
  get isPattern(): boolean {
    return this.#tokens.some((token) => typeof token !== "number");
  }

  /** Whether all of `name` fits. Only a dot fits a dot at the start of a name. */
  fits(name: string): boolean {
    const tokens = this.#tokens;
    if (name.startsWith(".") && tokens[0] !== DOT) return false;
    let token = 0;
    let next = 0;
    // Where the last star stands, and the end of what it stands for. An earlier one need never stand for more: whatever
    // that could reach, the last one reaches too.
    let star = -1;
    let starEnd = 0;
    while (next < name.length) {
      const current = tokens[token];
      const character = name.codePointAt(next) ?? 0;
      if (current === "any text") {
        star = token++;
        starEnd = next;
      } else if (current !== undefined && isFor(current, character)) {
        token++;
        next += unitsOf(character);
      } else if (star >= 0) {
        token = star + 1;
        starEnd += unitsOf(name.codePointAt(starEnd) ?? 0);
        next = starEnd;
      } else {
        return false;
      }
    }
    while (tokens[token] === "any text") token++;
    return token === tokens.length;
  }
}

const DOT = 0x2e;

/** UTF-16 units of a character. */
function unitsOf(character: number): number {
  return character > 0xffff ? 2 : 1;
}

function isFor(token: Exclude<Token, "any text">, character: number): boolean {
  if (typeof token === "number") return token === character;
  if (token === "any character") return true;
  const { isNegated, ranges, classes } = token;
  const isIn = ranges.some(([first, last]) => first <= character && character <= last) ||
    classes.some((characters) => characters.test(String.fromCodePoint(character)));
  return isIn !== isNegated;
}

function tokensOf(pattern: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length;) {
    const set = pattern[at] === "[" ? setAt(pattern, at) : undefined;
    const code = pattern.codePointAt(at) ?? 0;
    const character = String.fromCodePoint(code);
    tokens.push(set?.set ?? (character === "*" ? "any text" : character === "?" ? "any character" : code));
    at = set?.end ?? at + character.length;
  }
  return tokens;
}

/** The set that starts at a bracket, and where it ends; undefined where nothing closes it. */
function setAt(pattern: string, start: number): { set: CharacterSet; end: number } | undefined {
  const ranges: [number, number][] = [];
  const classes: RegExp[] = [];
  const isNegated = pattern[start + 1] === "!" || pattern[start + 1] === "^";
  const first = start + (isNegated ? 2 : 1);
  // So that a pattern of nothing but brackets does not take its length squared.
  if (!pattern.includes("]", first)) return undefined;
  for (let at = first; at < pattern.length;) {
    // A bracket closes the set, unless it is the first character in it.
    if (pattern[at] === "]" && at > first) return { set: { isNegated, ranges, classes }, end: at + 1 };
    SET_ITEM.lastIndex = at;
    const [text = "", name, from = "", to = from] = SET_ITEM.exec(pattern) ?? [];
    // A class that does not exist holds nothing.
    const named = name === undefined ? undefined : CLASSES[name];
    if (named !== undefined) classes.push(named());
    if (name === undefined) ranges.push([from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0]);
    at += text.length;
  }
  return undefined;
}
