/**
 * Files for the fuzzer: made by a grammar of candle files, most of them then changed in ways that real files are broken.
 *
 * Everything follows from the seed, so a case can be repeated by its number.
 *
 * @module
 */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { mutate } from "./mutate.ts";

/** Random choices, the same for the same seed. */
export class Choice {
  readonly #random: ReturnType<typeof xoroshiro128plus>;

  constructor(seed: number) {
    this.#random = xoroshiro128plus(seed);
  }

  /** An integer from `least` to `most`. */
  integer(least: number, most: number): number {
    return uniformInt(this.#random, least, most);
  }

  /** True once in `times`, on average. */
  oneIn(times: number): boolean {
    return this.integer(1, times) === 1;
  }

  of<T>(values: readonly [T, ...T[]]): T {
    return values[this.integer(0, values.length - 1)] ?? values[0];
  }
}

/** What the fuzzer tries. */
export interface FuzzCase {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly window: number;
  /** Lengths of the chunks that the file is cut into, over and over. */
  readonly pieces: readonly number[];
  readonly segmentBytes: number;
}

/** What all rows of a file have in common. */
interface Style {
  readonly before: number;
  readonly after: number;
  readonly lineEnd: "\n" | "\r\n";
  readonly isWrapped: boolean;
  readonly decimals: number;
  /** Odd things happen once in so many fields. */
  readonly oddity: number;
}

/** The case with this number. */
export function fuzzCase(seed: number): FuzzCase {
  const choice = new Choice(seed);
  const file = new TextEncoder().encode(candleText(choice));
  const bytes = choice.oneIn(3) ? file : mutate(file, choice);
  return {
    bytes,
    window: choice.oneIn(4) ? choice.integer(1, 100) : choice.integer(1, 6),
    pieces: Array.from(
      { length: choice.integer(1, 6) },
      () => choice.oneIn(4) ? choice.integer(1, 1000) : choice.integer(1, 30),
    ),
    segmentBytes: choice.oneIn(3) ? choice.integer(1, 3000) : choice.integer(1, 120),
  };
}

function candleText(choice: Choice): string {
  const style: Style = {
    before: choice.integer(0, 4),
    after: choice.integer(0, 4),
    lineEnd: choice.oneIn(3) ? "\r\n" : "\n",
    isWrapped: choice.oneIn(8),
    decimals: choice.integer(0, 8),
    oddity: choice.of([3, 20, 400]),
  };
  const rows = choice.of([choice.integer(0, 4), choice.integer(0, 30), choice.integer(50, 300)]);
  const lines = [headerRow(style, choice), ...Array.from({ length: rows }, () => row(style, choice))];
  const text = lines.map((line) => {
    const end = choice.oneIn(4 * style.oddity) ? choice.of(["\n", "\r\n"]) : style.lineEnd;
    const blank = choice.oneIn(4 * style.oddity) ? choice.of([" ", "", "\t"]) + style.lineEnd : "";
    return blank + (style.isWrapped ? quoted(line) : line) + end;
  }).join("");
  return (choice.oneIn(10) ? "\ufeff" : "") + (choice.oneIn(4) ? text.replace(/\r?\n$/, "") : text);
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function headerRow({ before, after }: Style, choice: Choice): string {
  const close = choice.oneIn(6) ? choice.of(["Close", " close ", '"close"', "CLOSE", '"Close "']) : "close";
  const name = () => choice.of(["time", "open", "high", "Volume_(BTC)", '"a,b"', "é", "", "closer"]);
  return [...Array.from({ length: before }, name), close, ...Array.from({ length: after }, name)].join(",");
}

function row(style: Style, choice: Choice): string {
  const field = () => otherField(style, choice);
  const more = choice.oneIn(60 * style.oddity) ? choice.of([-1, 1]) : 0;
  const before = Array.from({ length: style.before }, field);
  const after = Array.from({ length: Math.max(0, style.after + more) }, field);
  return [...before, close(style, choice), ...after].join(",");
}

function otherField({ oddity, before, after }: Style, choice: Choice): string {
  if (!choice.oneIn(oddity)) return choice.of(["", "1325317920", "4.39", "2024-01-01 00:00:00", "-0.5"]);
  return choice.of([
    '"a,b"',
    '"say ""hi"""',
    '"x\ny"',
    '"\r\n"',
    '""',
    '""""',
    "é",
    "\ufeff",
    " ",
    "=1+1",
    "x".repeat(choice.integer(1, 400)),
    // What looks like rows, to a thread that begins in the middle of it.
    quoted(`\n${`${",".repeat(before)}1${",".repeat(after)}\n`.repeat(choice.integer(1, 9))}`),
    '"\n\n\n"',
    '","',
    "\u0000",
    "\r",
    "'",
  ]);
}

function digits(choice: Choice, most: number): string {
  return Array.from({ length: choice.integer(1, most) }, () => choice.integer(0, 9)).join("");
}

function close({ decimals, oddity }: Style, choice: Choice): string {
  const fraction = decimals === 0 ? "" : `.${digits(choice, 2 * decimals).slice(0, decimals)}`;
  const plain = `${choice.integer(0, choice.of([9, 1000, 99_999]))}${fraction}`;
  if (!choice.oneIn(oddity)) return plain;
  return choice.of([
    `-${plain}`,
    `+${plain}`,
    `"${plain}"`,
    ` ${plain}\t`,
    `${plain}e${choice.integer(-12, 12)}`,
    `.${digits(choice, 20)}`,
    `${digits(choice, 20)}.`,
    `${digits(choice, 40)}.${digits(choice, 40)}`,
    `00000000000000000${plain}`,
    `-${digits(choice, 16)}`,
    `${digits(choice, 15)}`,
    `1e${choice.integer(-1002, 1002)}`,
    "1".repeat(choice.integer(998, 1002)),
    "-0",
    "",
    "NaN",
    "1,5",
    "1_000",
    "٣",
    "1e",
    "--1",
    "0x10",
    "1 2",
  ]);
}
