/**
 * Rows of candles for the fuzzer, before they are written into files.
 *
 * @module
 */
import type { Choice } from "../generator.ts";

/** A row as it will stand in a file. Texts are of bytes. */
export interface DrawnRow {
  /** Seconds since 1970, perhaps with a fraction. */
  readonly seconds: number;
  readonly symbol: string;
  readonly close: string;
  /** Open, high and low, that fit the close. */
  readonly prices: readonly [open: string, high: string, low: string];
}

/** What the rows of a run have in common. */
export interface RowStyle {
  readonly count: number;
  readonly stepSeconds: number;
  readonly decimals: number;
  readonly mark: "." | ",";
  /** Odd things happen once in so many rows. */
  readonly oddity: number;
  /** How symbols follow each other. */
  readonly symbols: readonly [string, ...string[]];
  readonly turns: "one by one" | "in runs" | "at random";
  readonly isDescending: boolean;
  /** Steps in time that are none, long, odd or backwards come once in so many rows; 0 for never. */
  readonly oddSteps: number;
  /** Which such steps there are, in usual steps. */
  readonly steps: readonly [number, ...number[]];
  readonly areClosesOdd: boolean;
}

/** The rows of a whole run, in the order in which they stand in its files. */
export function drawRows(style: RowStyle, choice: Choice): DrawnRow[] {
  const times = new Map<string, number>();
  const prices = new Map<string, number>();
  let symbol = style.symbols[0];
  const start = choice.of([1_700_006_400, 1_735_603_200, 951_696_000]);
  const rows: DrawnRow[] = [];
  for (let n = 0; n < style.count; n++) {
    if (style.turns === "one by one") symbol = style.symbols[n % style.symbols.length] ?? symbol;
    else if (style.turns === "at random" || choice.oneIn(90)) symbol = choice.of(style.symbols);
    const seconds = nextTime(times.get(symbol), start, style, choice);
    times.set(symbol, seconds);
    const open = prices.get(symbol) ?? choice.integer(1, 2000);
    const close = Math.max(1, open + choice.integer(-3, 3));
    prices.set(symbol, close);
    const text = (mantissa: number) => decimalText(mantissa, style.decimals, style.mark);
    rows.push({
      seconds,
      symbol,
      close: style.areClosesOdd && choice.oneIn(style.oddity) ? oddClose(style.mark, choice) : text(close),
      prices: [text(open), text(Math.max(open, close) + choice.integer(0, 2)), text(Math.min(open, close))],
    });
  }
  return style.isDescending ? rows.reverse() : rows;
}

function nextTime(last: number | undefined, start: number, style: RowStyle, choice: Choice): number {
  if (last === undefined) return start;
  const isOdd = style.oddSteps > 0 && choice.oneIn(style.oddSteps);
  return last + style.stepSeconds * (isOdd ? choice.of(style.steps) : 1);
}

function decimalText(mantissa: number, decimals: number, mark: string): string {
  const digits = String(mantissa).padStart(decimals + 1, "0");
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}${mark}${digits.slice(-decimals)}`;
}

export function digits(choice: Choice, most: number): string {
  return Array.from({ length: choice.integer(1, most) }, () => choice.integer(0, 9)).join("");
}

/** Numbers that few files have, and what is none. */
export function oddClose(mark: "." | ",", choice: Choice): string {
  if (choice.oneIn(4)) return badClose(choice);
  const draw: () => string = choice.of([
    () => `-${digits(choice, 4)}${mark}${digits(choice, 4)}`,
    () => `+${digits(choice, 3)}`,
    () => ` ${digits(choice, 5)}${mark}5\t`,
    () => `${mark}${digits(choice, 8)}`,
    () => `${digits(choice, 8)}${mark}`,
    () => `${digits(choice, 5)}e${choice.integer(-9, 9)}`,
    () => `${digits(choice, 40)}${mark}${digits(choice, 40)}`,
    () => `${"0".repeat(choice.integer(1, 20))}${digits(choice, 3)}`,
    () => choice.of(["0", "-0", `0${mark}00`, "1e308", "1e400", "-1e999", "1e-400", "9007199254740993", "1e1001"]),
    () => `${digits(choice, 7)}${mark}${digits(choice, 7)}`,
  ]);
  return draw();
}

/** What no reader takes for a number. */
export function badClose(choice: Choice): string {
  return choice.of([
    "",
    " ",
    "NaN",
    "null",
    "abc",
    "1.2.3",
    "0x1F",
    "1 000",
    "--1",
    "1e",
    "\xff",
    "12\xc3",
    "\xef\xbc\x91",
  ]);
}

/** Names of symbols: of letters, of digits, with what needs quotes, with what is no ASCII, and with what objects have. */
export const SYMBOLS: readonly [string, ...string[]] = [
  "A",
  "B",
  "BTCUSD",
  "600519",
  "BRK.B",
  "a b",
  "M\xc3\xbchle",
  "\xf0\x9f\x9a\x80",
  'say ""hi',
  '"q"',
  "x,y",
  "x;y",
  "__proto__",
  "constructor",
  "10",
  "2",
  "a\nb",
  "\xe6\x97\xa5\xe6\x9c\xac",
  "x".repeat(40),
  "x".repeat(70),
];

/** Symbols that are no UTF-8, and would be one if they were read as that. */
export const OTHER_SYMBOLS: readonly [string, ...string[]] = ["M\xfchle", "M\xf6hle", "\xff", "A\xc3"];
