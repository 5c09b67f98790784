/**
 * Whether the names of inputs that are read as one series tell of different symbols.
 *
 * @module
 */

/** A file, and the symbol that its name tells of. */
export interface NamedSymbol {
  readonly file: string;
  readonly symbol: string;
}

/** A ticker, as sources put it into the names of files: `BTCUSDT` of `BTCUSDT-1m-2024-01.csv`. */
const TICKER = /^[A-Z][A-Z0-9]{1,19}$/;
/** Without one in its name a file tells of no ticker, which takes a tenth of the time to see. */
const CAPITAL = /[A-Z]/;
/** Capitals that say which part of a series a file is, and nothing of what it is a series of. */
const NO_TICKER =
  /^(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|SEPT|OCT|NOV|DEC|(?:Q|H|W|D|M|V|P|PART|VOL|WEEK|DAY|YEAR|CHUNK)[0-9]*|MON|TUE|WED|THU|FRI|OLD|NEW|ALL|UTC|CSV|OHLCV?|DATA)$/;

/** The first two inputs whose names tell of different symbols; undefined if none do. */
export function differentSymbols(files: readonly string[]): readonly [NamedSymbol, NamedSymbol] | undefined {
  let first: NamedSymbol | undefined;
  for (const file of files) {
    const symbol = tickersIn(file);
    if (symbol === "") continue;
    first ??= { file, symbol };
    if (symbol !== first.symbol) return [first, { file, symbol }];
  }
  return undefined;
}

/** The name of a file without its folders. */
export function nameIn(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

/** The tickers in the name of a file, as they stand there. */
function tickersIn(file: string): string {
  const name = nameIn(file);
  if (!CAPITAL.test(name)) return "";
  const words = name.split(".")[0]?.split(/[-_ ]+/) ?? [];
  return words.filter((word) => TICKER.test(word) && !NO_TICKER.test(word)).join("-");
}
