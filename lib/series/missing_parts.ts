/**
 * Whether the names of inputs count the parts of a series, and one is left out.
 *
 * @module
 */
import { nameIn } from "./other_symbol.ts";

/** Two files between which parts are missing, and the name of the first of these. */
export interface MissingPart {
  readonly before: string;
  readonly file: string;
  readonly name: string;
}

/** Fewer files count nothing. */
const LEAST_FILES = 3;
/** Days are left out at weekends, and no others are missing then. */
const DAY = /(?<![0-9])[0-9]{4}[-_.]?[0-9]{2}[-_.]?[0-9]{2}(?![0-9])/;
const MOST_DIGITS = 6;

/** A name whose numbers stand alone: `part-2.csv` → `part-`, `2`, `.csv`. */
interface Parted {
  readonly texts: readonly string[];
  readonly digits: readonly string[];
}

/** The first that is missing; undefined where the names are not of one kind, or don't count one by one. */
export function missingPart(files: readonly string[]): MissingPart | undefined {
  const names = files.map(nameIn);
  if (files.length < LEAST_FILES || names.some((name) => DAY.test(name))) return undefined;
  const parted = names.map(partsOf);
  const counter = counterOf(parted);
  if (counter === undefined) return undefined;
  const numbers = parted.map(({ digits }) => counter.numberOf(digits));
  const steps = numbers.slice(1).map((number, n) => number - (numbers[n] ?? 0));
  const way = (steps[0] ?? 0) < 0 ? -1 : 1;
  const ones = steps.filter((step) => step === way).length;
  const index = steps.findIndex((step) => step !== way);
  if (index < 0 || steps.some((step) => step * way < 1) || 2 * ones < steps.length) return undefined;
  const [before, file, { texts, digits }] = [
    files[index],
    files[index + 1],
    parted[index] ?? { texts: [], digits: [] },
  ];
  if (before === undefined || file === undefined) return undefined;
  const next = counter.digitsOf((numbers[index] ?? 0) + way, digits);
  return { before, file, name: texts.map((text, n) => text + (next[n] ?? "")).join("") };
}

function partsOf(name: string): Parted {
  return { texts: name.split(/[0-9]+/), digits: name.match(/[0-9]+/g) ?? [] };
}

/** How a number that counts is read from the numbers of a name, and written. */
interface Counter {
  readonly numberOf: (digits: readonly string[]) => number;
  readonly digitsOf: (number: number, like: readonly string[]) => readonly string[];
}

/** The number in which the names differ, or the year and the month after it. */
function counterOf(parted: readonly Parted[]): Counter | undefined {
  const [first] = parted;
  if (first === undefined) return undefined;
  const isAlike = ({ texts, digits }: Parted) =>
    digits.every((number) => number.length <= MOST_DIGITS) && texts.join("\n") === first.texts.join("\n");
  if (!parted.every(isAlike)) return undefined;
  const varying = first.digits.flatMap((number, n) => parted.every(({ digits }) => digits[n] === number) ? [] : [n]);
  const [at, month] = varying;
  if (at === undefined || varying.length > 2) return undefined;
  if (month === undefined) {
    return {
      numberOf: (digits) => Number(digits[at]),
      digitsOf: (number, like) => like.map((text, n) => n === at ? String(number).padStart(text.length, "0") : text),
    };
  }
  const areMonths = parted.every(({ digits }) =>
    digits[at]?.length === 4 && /^(?:0[1-9]|1[0-2])$/.test(digits[month] ?? "")
  );
  if (month !== at + 1 || !areMonths) return undefined;
  return {
    numberOf: (digits) => 12 * Number(digits[at]) + Number(digits[month]) - 1,
    digitsOf: (number, like) =>
      like.map((text, n) =>
        n === at ? String(Math.floor(number / 12)) : n === month ? String(number % 12 + 1).padStart(2, "0") : text
      ),
  };
}
