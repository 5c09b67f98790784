/**
 * Dates and times as programs and people write them, beyond ISO 8601: names of months, AM and PM, zones by name, parts of one
 * digit. Only what can mean one thing is read; a date such as 01/02/2024 needs to be told which part is the day.
 *
 * @module
 */
import { type DateFormat, LATEST_SECONDS } from "./forms.ts";

/** The parts of a point in time, as they are written; the zone's offset in seconds. */
export interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Nine digits. */
  readonly nanosecond: string;
  readonly offset: number;
  readonly kind: TimeKind;
}

/** How much of a point in time is spelled: a day alone, a time without a zone, or a time that no zone can change. */
export type TimeKind = "date" | "local" | "certain";

/** A date of three numbers, in the order in which they stand: what is needed to find out which is which. */
export interface ThreeNumbers {
  readonly numbers: readonly [number, number, number];
  /** Whether the last is a year of four digits, so that only day and month are open. */
  readonly endsInYear: boolean;
}

/**
 * The months in English, German, French, Spanish, Portuguese, Italian and Dutch: whole names, and how each is cut short. What
 * only begins like one of them is another word.
 */
const MONTHS: readonly string[] = [
  "jan january jän januar jänner janv janvier ene enero janeiro gen gennaio januari",
  "feb february februar feber fév févr février fevr fevrier febrero fev fevereiro febbraio februari",
  "mar march mär mrz märz mars marzo março marco maart mrt",
  "apr april avr avril abr abril aprile",
  "may mai mayo maio mag maggio mei",
  "jun june juni juin junio junho giu giugno",
  "jul july juli juil juillet julio julho lug luglio",
  "aug august aoû août aou aout ago agosto augustus",
  "sep sept september septembre septiembre set setiembre setembro settembre",
  "oct october okt oktober octobre octubre out outubro ott ottobre",
  "nov november novembre noviembre novembro",
  "dec december dez dezember déc décembre decembre dic diciembre dezembro dicembre",
];
const MONTH_OF_NAME: ReadonlyMap<string, number> = new Map(
  MONTHS.flatMap((names, n) => names.split(" ").map((name): [string, number] => [name, n + 1])),
);

/** Seconds ahead of UTC of zones whose name means one offset; CST, IST and BST mean several. */
const ZONES: Readonly<Record<string, number>> = {
  ...{
    z: 0,
    utc: 0,
    gmt: 0,
    wet: 0,
    west: 1,
    cet: 1,
    cest: 2,
    eet: 2,
    eest: 3,
    msk: 3,
    jst: 9,
    kst: 9,
    hkt: 8,
    sgt: 8,
  },
  ...{ aest: 10, aedt: 11, nzst: 12, nzdt: 13, est: -5, edt: -4, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7 },
};
const SECONDS_PER_HOUR = 3600;

const WEEKDAY =
  /^(?:mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\.?,?\s+/i;
const NAME = "(?<name>[\\p{L}]{3,12})\\.?";
const DAY = "(?<day>[0-9]{1,2})(?:st|nd|rd|th)?";
const YEAR = "(?<year>[0-9]{4})";
const TIME =
  "(?<hour>[0-9]{1,2})(?:[:.hH](?<minute>[0-9]{1,2})(?:[:.mM](?<second>[0-9]{1,2})(?:[.,:](?<fraction>[0-9]{1,9}))?)?)?" +
  "(?:[ -]?(?<half>[AaPp])\\.?[Mm]\\.?)?";
const ZONE =
  "(?:(?: ?(?:(?<zone>[A-Za-z]{1,4})(?=$|[ +\\-\\[(]))? ?(?<sign>[+\\-−])(?<hours>[0-9]{1,2})(?::?(?<minutes>[0-9]{2}))?" +
  // What stands in brackets is the name of the zone. Alone it would have to be looked up.
  "| ?(?<onlyZone>[A-Za-z]{1,4}))(?: ?[\\[(][^\\])]*[\\])])?)?";

/** Dates, each with what its parts are called. */
const DATES: readonly string[] = [
  `${YEAR}(?<mark>[-./])(?<month>[0-9]{1,2})\\k<mark>${DAY}`,
  `${YEAR} ?[年년] ?(?<month>[0-9]{1,2}) ?[月월] ?(?<day>[0-9]{1,2}) ?[日일]?`,
  `${DAY}[-. /]*${NAME}[-., /]*(?:${YEAR}|'?(?<shortYear>[0-9]{2}))`,
  `${NAME}[-. /]*${DAY},?[ -]+${YEAR}`,
  `${YEAR}[-. /]*${NAME}[-. /]*${DAY}`,
  `${NAME}[-. /]+${YEAR}`,
  // A month, a quarter and a week are their first days.
  `${YEAR}(?:[-/]|M(?=[0-9]{2}))(?<month>[0-9]{2})`,
  `${YEAR}-?Q(?<quarter>[1-4])`,
  `Q(?<quarter>[1-4])[ -]${YEAR}`,
  `${YEAR}-?W(?<week>[0-9]{2})(?:-?(?<weekday>[1-7]))?`,
  `(?<a>[0-9]{1,2})(?<mark>[-./])(?<b>[0-9]{1,2})\\k<mark>(?:${YEAR}|(?<c>[0-9]{2}))`,
];
/** Where the year comes last: `Jul 5 12:00:00 2023`, with a zone before it or without. */
const CTIME = `${NAME} +${DAY} ${TIME}(?: (?<onlyZone>[A-Za-z]{1,4}))? ${YEAR}`;
/** No text of these forms is longer. */
const MOST_CHARACTERS = 80;

/** The patterns of all these: made when a text may need them, for few runs have any, and it takes as long as 10,000 rows. */
let made: readonly RegExp[] | undefined;

function patterns(): readonly RegExp[] {
  return made ??= [
    ...DATES.map((date) => `(?:${date})(?:(?:[Tt]|,? +|[-_,;|:\\t]|(?<=日|일))(?:${TIME}${ZONE}))?`),
    CTIME,
  ].map((pattern) => new RegExp(`^${pattern}$`, "iu"));
}

/** The pattern that fitted last: the rows of a file are mostly written in one way. */
let last = 0;

type Day = Pick<Parts, "year" | "month" | "day">;

type Groups = Readonly<Record<string, string | undefined>>;

/**
 * Reads a date, perhaps with a time.
 *
 * @param format Which part is which where the date is of three numbers that don't say; undefined leaves such dates unread.
 */
export function readRelaxed(text: string, format: DateFormat | undefined): Parts | undefined {
  const groups = groupsOf(text);
  if (groups === undefined) return undefined;
  const date = dateOf(groups, format);
  const time = timeOf(groups);
  const offset = offsetOf(groups);
  if (date === undefined || time === undefined || offset === undefined) return undefined;
  return {
    ...date,
    ...time,
    offset,
    kind: timeKindOf(groups["hour"], groups["zone"] ?? groups["onlyZone"] ?? groups["sign"]),
  };
}

/** What a text of these parts spells. */
export function timeKindOf(hour: string | undefined, zone: string | undefined): TimeKind {
  if (hour === undefined) return "date";
  return zone === undefined ? "local" : "certain";
}

/** The three numbers of a date whose text does not say which of them is the day; undefined for any other text. */
export function threeNumbersOf(text: string): ThreeNumbers | undefined {
  const groups = groupsOf(text);
  if (groups?.["a"] === undefined || timeOf(groups) === undefined || isGerman(groups)) return undefined;
  const endsInYear = groups["year"] !== undefined;
  const third = Number(groups["year"] ?? groups["c"]);
  return { numbers: [Number(groups["a"]), Number(groups["b"]), third], endsInYear };
}

function groupsOf(text: string): Groups | undefined {
  if (text.length > MOST_CHARACTERS || !/[0-9]/.test(text)) return undefined;
  const bare = text.replace(WEEKDAY, "");
  const tried = patterns()[last]?.exec(bare)?.groups;
  if (tried !== undefined) return tried;
  for (const [n, pattern] of patterns().entries()) {
    const groups = n === last ? undefined : pattern.exec(bare)?.groups;
    if (groups === undefined) continue;
    last = n;
    return groups;
  }
  return undefined;
}

function dateOf(groups: Groups, format: DateFormat | undefined): Day | undefined {
  if (groups["a"] !== undefined) return orderedDate(groups, format);
  const year = groups["year"] === undefined ? fullYear(Number(groups["shortYear"])) : Number(groups["year"]);
  if (groups["week"] !== undefined) return dayOfWeek(year, Number(groups["week"]), Number(groups["weekday"] ?? 1));
  const month = monthOf(groups);
  return month === undefined ? undefined : { year, month, day: Number(groups["day"] ?? 1) };
}

function monthOf({ name, quarter, month }: Groups): number | undefined {
  if (name !== undefined) return MONTH_OF_NAME.get(name.toLowerCase());
  return quarter === undefined ? Number(month) : 3 * Number(quarter) - 2;
}

/** A day of a week as ISO 8601 counts them: the first week of a year is that of its 4th of January. */
function dayOfWeek(year: number, week: number, weekday: number): Day | undefined {
  const fourth = new Date(Date.UTC(year, 0, 4));
  const daysSinceMonday = (fourth.getUTCDay() + 6) % 7;
  const monday = 4 - daysSinceMonday + 7 * (week - 1);
  // A week is of the year of its Thursday.
  if (week === 0 || new Date(Date.UTC(year, 0, monday + 3)).getUTCFullYear() !== year) return undefined;
  const day = new Date(Date.UTC(year, 0, monday + weekday - 1));
  return { year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate() };
}

/** `31.01.2024`: with points and a whole year at the end, the day is the first. */
function isGerman(groups: Groups): boolean {
  return groups["mark"] === "." && groups["a"] !== undefined && groups["year"] !== undefined;
}

function orderedDate(groups: Groups, format: DateFormat | undefined): Day | undefined {
  const [a, b] = [Number(groups["a"]), Number(groups["b"])];
  const third = groups["year"] === undefined ? fullYear(Number(groups["c"])) : Number(groups["year"]);
  switch (format ?? (isGerman(groups) ? "dmy" : undefined)) {
    case "dmy":
      return { year: third, month: b, day: a };
    case "mdy":
      return { year: third, month: a, day: b };
    case "ymd":
      return groups["c"] === undefined ? undefined : { year: fullYear(a), month: b, day: Number(groups["c"]) };
    case undefined:
      return undefined;
  }
}

/** Candles of years to come are none: what would be one is of the last century. */
const LATEST_YEAR = new Date(LATEST_SECONDS * 1000).getUTCFullYear();

function fullYear(twoDigits: number): number {
  return twoDigits + (2000 + twoDigits > LATEST_YEAR ? 1900 : 2000);
}

function timeOf(groups: Groups): Pick<Parts, "hour" | "minute" | "second" | "nanosecond"> | undefined {
  const { hour: hourText, minute, second, fraction = "", half } = groups;
  // An hour alone may be anything, but for one before or after noon.
  if (hourText !== undefined && minute === undefined && half === undefined) return undefined;
  let hour = Number(hourText ?? 0);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = hour % 12 + (half.toLowerCase() === "p" ? 12 : 0);
  }
  return { hour, minute: Number(minute ?? 0), second: Number(second ?? 0), nanosecond: fraction.padEnd(9, "0") };
}

function offsetOf({ zone, onlyZone, sign, hours, minutes }: Groups): number | undefined {
  const name = (zone ?? onlyZone)?.toLowerCase();
  const named = name === undefined ? 0 : ZONES[name];
  if (named === undefined || sign === undefined) return named === undefined ? undefined : named * SECONDS_PER_HOUR;
  if (named !== 0 || Number(hours) > 14 || Number(minutes ?? 0) > 59) return undefined;
  const seconds = Number(hours) * SECONDS_PER_HOUR + Number(minutes ?? 0) * 60;
  return sign === "+" ? seconds : -seconds;
}
