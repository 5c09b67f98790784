/**
 * The kinds of values that the keys of a config take.
 *
 * @module
 */
import { quote, quoteWhole } from "../text/escape.ts";
import type { MostInvalidRows } from "../rows/invalid_rows.ts";
import type { ColumnName } from "../layouts/layout.ts";
import { readRate, readShare, type Share } from "../numbers/share.ts";
import { readInterval } from "../times/interval.ts";
import type { Value } from "./pair.ts";

/** A part of a JSON Schema, for what YAML understands. */
export type Schema = Readonly<Record<string, unknown>>;

/** What values of a key look like. */
export interface Kind<T> {
  /** For editors: it refuses no value that is taken, and few others; a spelling such as `010` it can't see. */
  readonly schema: Schema;
  /** The value, or undefined if it is not of this kind or not plainly written. */
  read(value: Value): T | undefined;
  /** What is expected instead of a value that {@linkcode Kind.read} refuses. */
  expected(value: Value | undefined): string;
  /** The plain spelling of the value that `bare`, the text in the file, most likely means; undefined if it can't be inferred. */
  meant(bare: string): string | undefined;
  /** Whether only a few words are values, all of which {@linkcode Kind.expected} tells. */
  readonly areWords?: true;
  /** Whether the error of a refused value says how YAML understands it. */
  readonly tellsMeaning?: boolean;
}

/** Of a word that is cut off. */
const LEAST_LETTERS = 3;

/** An integer from `least` to `most`. */
export function integer(least: number, most: number): Kind<number> {
  const isWithin = (number: number) => number >= least && number <= most;
  return {
    schema: { type: "integer", minimum: least, maximum: most },
    read({ spelling, understood }) {
      const isPlain = typeof understood === "number" && /^(0|-?[1-9][0-9]*)$/.test(spelling);
      return isPlain && isWithin(Number(spelling)) ? Number(spelling) : undefined;
    },
    expected: () => `an integer from ${least} to ${most}`,
    // 1_000, 1e3, "1000" and 01000 all mean 1000.
    meant(bare) {
      const number = Number(bare.replaceAll("_", "").replaceAll(",", ""));
      return bare !== "" && Number.isInteger(number) && isWithin(number) ? String(number) : undefined;
    },
  };
}

/** A text that is not empty. It needs quotes if YAML would read it as another type. */
export function text(): Kind<string> {
  return {
    schema: { type: "string", minLength: 1 },
    read: ({ spelling, understood }) => typeof understood === "string" && spelling !== "" ? spelling : undefined,
    expected: (value) => value === undefined || value.spelling === "" ? "a non-empty text" : "a text in quotes",
    meant: (bare) => bare === "" ? undefined : quote(bare),
    tellsMeaning: true,
  };
}

/** One of several words, in quotes or without. */
export function oneOf<const Word extends string>(...words: readonly Word[]): Kind<Word> {
  return {
    schema: { enum: words },
    read: ({ spelling }) => words.find((word) => word === spelling),
    expected: () => [words.slice(0, -1).join(", "), ...words.slice(-1)].filter((word) => word !== "").join(" or "),
    meant(bare) {
      const lower = bare.toLowerCase().replaceAll(/[ _]/g, "-");
      const [only, second] = words;
      const meant = words.find((word) => word === lower) ??
        (bare.length < LEAST_LETTERS ? undefined : words.find((word) => word.startsWith(lower))) ??
        (second === undefined ? only : undefined);
      return meant === undefined || /^[a-z]/.test(meant) ? meant : quoteWhole(meant);
    },
    areWords: true,
  };
}

/** `true` or `false`, not in quotes. */
export function truth(): Kind<boolean> {
  return {
    schema: { type: "boolean" },
    // YAML also reads True and TRUE as true.
    read: ({ spelling, understood }) =>
      typeof understood === "boolean" && String(understood) === spelling ? understood : undefined,
    expected: () => "true or false",
    meant: (bare) => /^(true|false)$/i.test(bare) ? bare.toLowerCase() : undefined,
    areWords: true,
  };
}

/** The largest position that may be given. */
const MOST_COLUMNS = 10_000_000;

/** A column: its name in the header, or its position from 1. A name that looks like a number needs quotes. */
export function column(): Kind<ColumnName> {
  return {
    schema: {
      anyOf: [{ type: "string", pattern: "\\S" }, { type: "integer", minimum: 1, maximum: MOST_COLUMNS }],
    },
    read({ spelling, understood }) {
      if (typeof understood === "string") return spelling.trim() === "" ? undefined : spelling;
      const isPosition = typeof understood === "number" && /^[1-9][0-9]*$/.test(spelling);
      return isPosition && Number(spelling) <= MOST_COLUMNS ? Number(spelling) : undefined;
    },
    expected: () => "a column's name, or its position from 1",
    meant: (bare) => bare.trim() === "" || /^[0-9.+-]+$/.test(bare) ? undefined : quote(bare),
  };
}

/** Characters that can separate fields: none that occurs in a number or a name, and no quote. */
const DELIMITER = /^[!#-&()*,/:;<-@[-^`{-~]$/;

/** One ASCII character that can separate fields, or `tab`. */
export function character(): Kind<string> {
  return {
    schema: { anyOf: [{ enum: ["tab", "\t"] }, { type: "string", pattern: DELIMITER.source }] },
    read({ spelling }) {
      if (spelling === "tab" || spelling === "\t") return "\t";
      return DELIMITER.test(spelling) ? spelling : undefined;
    },
    expected: () => "one character such as a comma or a semicolon, or tab",
    meant: (bare) => DELIMITER.test(bare) ? quote(bare) : undefined,
  };
}

/** A length of time, in nanoseconds. */
export function interval(): Kind<bigint> {
  return {
    schema: { type: "string", pattern: "^[1-9][0-9]{0,8}[smhdw]$" },
    read: ({ spelling }) => readInterval(spelling),
    expected: () => "a whole number and s, m, h, d or w",
    meant: (bare) =>
      readInterval(bare.replace(/ /g, "").toLowerCase()) === undefined
        ? undefined
        : bare.replace(/ /g, "").toLowerCase(),
  };
}

/** A share of rows in percent, for editors. */
const PERCENT: Schema = { type: "string", pattern: "^(?:(?:0|[1-9][0-9]?)(?:\\.[0-9]{1,6})?|100(?:\\.0{1,6})?)%$" };
const MOST_ROWS = 999_999_999_999_999;

/** A share of rows: in percent, or as a number from 0 to 1. */
export function rate(): Kind<Share> {
  return {
    schema: { anyOf: [{ type: "number", minimum: 0, maximum: 1 }, PERCENT] },
    read: ({ spelling }) => readRate(spelling),
    expected: () => "a number from 0 to 1, or a share such as 30%",
    meant: () => undefined,
  };
}

/** Millionths of a percent. */
const [LEAST_LEVEL, MOST_LEVEL] = [50_000_000, 99_900_000];

/** A level of confidence: a share of all cases. */
export function level(): Kind<Share> {
  const isWithin = (share: Share | undefined) =>
    share !== undefined && share.percentMillionths >= LEAST_LEVEL && share.percentMillionths <= MOST_LEVEL;
  const read = (text: string) => isWithin(readRate(text)) ? readRate(text) : undefined;
  return {
    schema: {
      anyOf: [
        { type: "number", minimum: 0.5, maximum: 0.999 },
        {
          type: "string",
          pattern: "^(?:[5-8][0-9](?:\\.[0-9]{1,6})?|9[0-8](?:\\.[0-9]{1,6})?|99(?:\\.(?:[0-8][0-9]{0,5}|90{0,5}))?)%$",
        },
      ],
    },
    read: ({ spelling }) => read(spelling),
    expected: () => "a share from 50% to 99.9%",
    meant: (bare) => read(`${bare}%`) === undefined ? undefined : `${bare}%`,
  };
}

/** A value of a kind, or `auto`. */
export function autoOr<T>({ schema, read, expected, meant }: Kind<T>): Kind<T | "auto"> {
  return {
    schema: { anyOf: [{ const: "auto" }, schema] },
    read: (value) => value.spelling === "auto" ? "auto" : read(value),
    expected: (value) => `${expected(value)}, or auto`,
    meant: (bare) => bare.toLowerCase() === "auto" ? "auto" : meant(bare),
  };
}

/** A number of rows, or a share of them in percent. */
export function most(): Kind<MostInvalidRows> {
  return {
    schema: { anyOf: [{ type: "integer", minimum: 0, maximum: MOST_ROWS }, PERCENT] },
    read({ spelling, understood }) {
      const isCount = typeof understood === "number" && /^(0|[1-9][0-9]{0,14})$/.test(spelling);
      return isCount ? { rows: Number(spelling) } : readShare(spelling);
    },
    expected: () => "a number of rows, or a share such as 1%",
    meant: () => undefined,
  };
}
