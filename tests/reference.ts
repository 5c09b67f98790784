/**
 * The job in its slow, obvious form: what the rules say, in BigInt fractions, with nothing shared with `lib/`.
 * Everything else is compared with it.
 *
 * @module
 */

/** numerator / denominator, with a denominator above 0. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** What the reference makes of a file. */
export interface Reference {
  readonly closes: readonly Fraction[];
  /** One for each close: 1 where close > rolling mean, else 0. */
  readonly signals: readonly number[];
}

/** The file is invalid; `line` is where the record starts that shows it, undefined for the file as a whole. */
export class Refusal extends Error {
  constructor(readonly line: number | undefined, reason: string) {
    super(reason);
  }
}

/** Reads a file and computes its signals. */
export function reference(text: string, window: number): Reference {
  const closes = readCloses(text);
  return { closes, signals: signalsOf(closes, window) };
}

/** The signal of each close: the window's sum is added up anew for each row. */
export function signalsOf(closes: readonly Fraction[], window: number): number[] {
  return closes.map((close, row) => {
    if (row < window - 1) return 0;
    const sum = closes.slice(row - window + 1, row + 1).reduce(plus);
    return isGreater({ ...close, numerator: close.numerator * BigInt(window) }, sum) ? 1 : 0;
  });
}

/** The mean of the last `window` closes. */
export function lastMean(closes: readonly Fraction[], window: number): Fraction {
  const sum = closes.slice(closes.length - window).reduce(plus);
  return { numerator: sum.numerator, denominator: sum.denominator * BigInt(window) };
}

function plus(a: Fraction, b: Fraction): Fraction {
  // Equal denominators are the usual case, and without this a sum's grows with each term.
  if (a.denominator === b.denominator) return { ...a, numerator: a.numerator + b.numerator };
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

function isGreater(a: Fraction, b: Fraction): boolean {
  return a.numerator * b.denominator > b.numerator * a.denominator;
}

/** The closes of a file's rows. */
export function readCloses(text: string): Fraction[] {
  const records = readRecords(text.startsWith("\ufeff") ? text.slice(1) : text);
  const header = records.next().value;
  if (header === undefined) throw new Refusal(undefined, "no header");

  const names = namesOf(header).map((name) => name.trim().toLowerCase());
  if (names.filter((name) => name === "close").length !== 1) throw new Refusal(header.line, "not one close");

  return Array.from(records, (record) => {
    const fields = names.length > 1 && record.wholeQuoted ? fieldsOf(record) : record.fields;
    if (fields.length !== names.length) throw new Refusal(record.line, "field count");
    const close = readFraction(fields[names.indexOf("close")] ?? "");
    if (close === undefined) throw new Refusal(record.line, "close");
    return close;
  });
}

/** A decimal number, or undefined if the text is none. */
export function readFraction(text: string): Fraction | undefined {
  const match = /^[ \t]*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?[ \t]*$/.exec(text);
  if (match === null) return undefined;
  const [, sign = "", whole = "", decimals = "", exponent = "0"] = match;
  if (whole + decimals === "") return undefined;
  const mantissa = BigInt(whole + decimals) * (sign === "-" ? -1n : 1n);
  const power = Number(exponent) - decimals.length;
  return power >= 0
    ? { numerator: mantissa * 10n ** BigInt(power), denominator: 1n }
    : { numerator: mantissa, denominator: 10n ** BigInt(-power) };
}

interface TextRecord {
  readonly line: number;
  readonly fields: readonly string[];
  readonly wholeQuoted: boolean;
}

/** The fields of a header, which may be one quoted field that holds several: else it is one name. */
function namesOf(header: TextRecord): readonly string[] {
  if (!header.wholeQuoted) return header.fields;
  try {
    const names = fieldsOf(header);
    return names.length > 1 ? names : header.fields;
  } catch (error) {
    if (error instanceof Refusal) return header.fields;
    throw error;
  }
}

/** The fields of the record that a record's only field holds. */
function fieldsOf(record: TextRecord): readonly string[] {
  const [inner, ...more] = innerRecords(record);
  if (inner === undefined || more.length > 0) throw new Refusal(record.line, "wrapped records");
  return inner.fields;
}

/** @throws {Refusal} At the line of the record that holds them. */
function innerRecords(record: TextRecord): TextRecord[] {
  try {
    return [...readRecords(`${record.fields[0] ?? ""}\n`, true)];
  } catch (error) {
    throw error instanceof Refusal ? new Refusal(record.line, error.message) : error;
  }
}

/**
 * RFC 4180, character by character, record by record. Lines of blanks are left out. In a quoted field that holds
 * records they are some, and a carriage return belongs to its field.
 */
function* readRecords(text: string, isInner = false): Generator<TextRecord, undefined> {
  const input = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  let position = 0;
  let line = 1;
  while (position < input.length) {
    const startLine = line;
    const blank = /^[ \t]*\r?\n/.exec(input.slice(position, position + 200));
    if (blank !== null && !isInner) {
      position += blank[0].length;
      line++;
      continue;
    }
    const wholeRecordStart = position;
    const fields: string[] = [];
    for (let ended = false; !ended;) {
      let field = "";
      if (input[position] === '"') {
        position++;
        while (input[position] !== '"' || input[position + 1] === '"') {
          if (position >= input.length) throw new Refusal(startLine, "quote left open");
          if (input[position] === '"') position++;
          if (input[position] === "\n") line++;
          field += input[position++];
        }
        position++;
        if (!isInner && input[position] === "\r" && input[position + 1] === "\n") position++;
        if (input[position] !== "," && input[position] !== "\n") throw new Refusal(startLine, "text after a quote");
      } else {
        while (input[position] !== "," && input[position] !== "\n") {
          if (input[position] === '"') throw new Refusal(startLine, "quote in a field");
          field += input[position++];
        }
        if (!isInner && input[position] === "\n" && field.endsWith("\r")) field = field.slice(0, -1);
      }
      fields.push(field);
      ended = input[position] === "\n";
      if (ended) line++;
      position++;
    }
    yield { line: startLine, fields, wholeQuoted: fields.length === 1 && input[wholeRecordStart] === '"' };
  }
}
