import { assert, assertEquals, assertRejects } from "@std/assert";
import { MOST_CONFIG_BYTES, readConfig } from "../../lib/config/config.ts";
import { KEY_NAMES } from "../../lib/config/keys.ts";
import { JobError } from "../../lib/errors.ts";
import { UNSAID } from "../unsaid.ts";

const encoder = new TextEncoder();
const read = (text: string | Uint8Array) =>
  readConfig(typeof text === "string" ? encoder.encode(text) : text, "c.yaml");
const REST = '\nseed: 42\nversion: "v1"\n';
const WITH_VERSION = "seed: 42\nwindow: 5\nversion: ";

const ACCEPTED: readonly [name: string, text: string, seed: number, window: number, version: string][] = [
  ["plain", 'seed: 42\nwindow: 5\nversion: "v1"\n', 42, 5, "v1"],
  ["any order, no newline at the end", "version: v1\nwindow: 5\nseed: 42", 42, 5, "v1"],
  ["CRLF", "seed: 42\r\nwindow: 5\r\nversion: v1\r\n", 42, 5, "v1"],
  ["byte-order mark", "\ufeffseed: 42\nwindow: 5\nversion: v1\n", 42, 5, "v1"],
  ["comments and blank lines", "# a\n\nseed: 42 # b\n  # c\nwindow: 5\t# d\n\t\nversion: 'v #1'\n", 42, 5, "v #1"],
  ["one document with its marks", "--- # one\nseed: 42\nwindow: 5\nversion: v1\n...\n", 42, 5, "v1"],
  ["indented as a whole", "  seed: 42\n  window: 5\n  version: v1\n", 42, 5, "v1"],
  ["quoted keys", "\"seed\": 42\n'window' : 5\nversion: v1\n", 42, 5, "v1"],
  ["least", "seed: 0\nwindow: 1\nversion: a\n", 0, 1, "a"],
  ["most", "seed: 4294967295\nwindow: 10000000\nversion: a\n", 4294967295, 10_000_000, "a"],
  ["a quoted number as version", `${WITH_VERSION}"1.10"`, 42, 5, "1.10"],
  ["a tagged text as version", `${WITH_VERSION}!!str 1.10`, 42, 5, "1.10"],
  ["escapes in version", `${WITH_VERSION}"\\u00e9\\n"`, 42, 5, "é\n"],
  ["words that only YAML 1.1 takes for booleans", `${WITH_VERSION}yes`, 42, 5, "yes"],
  ["three parts", `${WITH_VERSION}1.10.0`, 42, 5, "1.10.0"],
];

for (const [name, text, seed, window, version] of ACCEPTED) {
  Deno.test({
    name: `config: ${name}`,
    permissions: "none",
    async fn() {
      const { given, ...config } = await read(text);
      assertEquals(config, { ...UNSAID, seed, window, version });
      assertEquals([...given].sort(), ["seed", "version", "window"]);
      assertEquals(Object.isFrozen(await read(text)), true);
    },
  });
}

const WINDOW_EXPECTED = "expected an integer from 1 to 10000000; write window:";
const SEED_EXPECTED = "expected an integer from 0 to 4294967295; write seed:";
const ALL_KEYS =
  "seed, window, version, layout, close_column, timestamp_column, symbol_column, has_header, skip_lines, delimiter, " +
  "decimal_mark, thousands_mark, time_unit, date_format, order, duplicates, gaps, interval, inputs, invalid_rows, " +
  "max_invalid_rows, warmup, min_rows, min_signal_rate, max_signal_rate, max_rate_change, max_age, gates, counts, " +
  "confidence, bootstrap or block";
const VERSION_EXPECTED = "expected a non-empty text; write version:";
const ONE_PAIR = "expected one key: value on each line";

const REFUSED: readonly [text: string | Uint8Array, message: string][] = [
  // integers
  [`window: 010${REST}`, `c.yaml:1: window is "010", ${WINDOW_EXPECTED} 10`],
  [`window: 1_000${REST}`, `c.yaml:1: window is "1_000", ${WINDOW_EXPECTED} 1000`],
  [`window: 1,000${REST}`, `c.yaml:1: window is "1,000", ${WINDOW_EXPECTED} 1000`],
  [`window: 1e3${REST}`, `c.yaml:1: window is "1e3", ${WINDOW_EXPECTED} 1000`],
  [`window: 5.0${REST}`, `c.yaml:1: window is "5.0", ${WINDOW_EXPECTED} 5`],
  [`window: +5${REST}`, `c.yaml:1: window is "+5", ${WINDOW_EXPECTED} 5`],
  [`window: 0x10${REST}`, `c.yaml:1: window is "0x10", ${WINDOW_EXPECTED} 16`],
  [`window: 0b11${REST}`, `c.yaml:1: window is "0b11", ${WINDOW_EXPECTED} 3`],
  [`window: 0o17${REST}`, `c.yaml:1: window is "0o17", ${WINDOW_EXPECTED} 15`],
  [`window: 1:30${REST}`, `c.yaml:1: window is "1:30", ${WINDOW_EXPECTED} 5`],
  [`window: "5"${REST}`, `c.yaml:1: window is the text "5", ${WINDOW_EXPECTED} 5`],
  [`window: 5.5${REST}`, `c.yaml:1: window is "5.5", ${WINDOW_EXPECTED} 5`],
  [`window: 0${REST}`, `c.yaml:1: window is "0", ${WINDOW_EXPECTED} 5`],
  [`window: -5${REST}`, `c.yaml:1: window is "-5", ${WINDOW_EXPECTED} 5`],
  [`window: 10000001${REST}`, `c.yaml:1: window is "10000001", ${WINDOW_EXPECTED} 5`],
  [`window: five${REST}`, `c.yaml:1: window is "five", ${WINDOW_EXPECTED} 5`],
  [`window: true${REST}`, `c.yaml:1: window is "true", ${WINDOW_EXPECTED} 5`],
  [`window: ~${REST}`, `c.yaml:1: window is "~", ${WINDOW_EXPECTED} 5`],
  [`window: .inf${REST}`, `c.yaml:1: window is ".inf", ${WINDOW_EXPECTED} 5`],
  [`window: .nan${REST}`, `c.yaml:1: window is ".nan", ${WINDOW_EXPECTED} 5`],
  [`window: 2024-01-01${REST}`, `c.yaml:1: window is "2024-01-01", ${WINDOW_EXPECTED} 5`],
  [`window: 5 6${REST}`, `c.yaml:1: window is "5 6", ${WINDOW_EXPECTED} 5`],
  ["seed: -1\nwindow: 5\nversion: a", `c.yaml:1: seed is "-1", ${SEED_EXPECTED} 42`],
  ["seed: -0\nwindow: 5\nversion: a", `c.yaml:1: seed is "-0", ${SEED_EXPECTED} 0`],
  ["seed: 4294967296\nwindow: 5\nversion: a", `c.yaml:1: seed is "4294967296", ${SEED_EXPECTED} 42`],
  ["seed: 9007199254740993\nwindow: 5\nversion: a", `c.yaml:1: seed is "9007199254740993", ${SEED_EXPECTED} 42`],
  // version
  [
    `${WITH_VERSION}1.10`,
    `c.yaml:3: version is "1.10", which YAML reads as a number, expected a text in quotes; write version: "1.10"`,
  ],
  [
    `${WITH_VERSION}010`,
    `c.yaml:3: version is "010", which YAML reads as a number, expected a text in quotes; write version: "010"`,
  ],
  [
    `${WITH_VERSION}1e3`,
    `c.yaml:3: version is "1e3", which YAML reads as a number, expected a text in quotes; write version: "1e3"`,
  ],
  [
    `${WITH_VERSION}true`,
    `c.yaml:3: version is "true", which YAML reads as a boolean, expected a text in quotes; write version: "true"`,
  ],
  [
    `${WITH_VERSION}null`,
    `c.yaml:3: version is "null", which YAML reads as nothing, expected a text in quotes; write version: "null"`,
  ],
  [
    `${WITH_VERSION}2026-11-23`,
    `c.yaml:3: version is "2026-11-23", which YAML reads as a date, expected a text in quotes; write version: "2026-11-23"`,
  ],
  [`${WITH_VERSION}""`, `c.yaml:3: version is empty, ${VERSION_EXPECTED} "v1"`],
  // keys
  [`window: 5${REST}windw: 6`, 'c.yaml:4: unknown key "windw"; did you mean window?'],
  [`Window: 5${REST}`, 'c.yaml:1: unknown key "Window"; did you mean window?'],
  [
    `<<: 5${REST}`,
    `c.yaml:1: unknown key "<<", expected ${ALL_KEYS}`,
  ],
  [`__proto__: 5${REST}`, `c.yaml:1: unknown key "__proto__", expected ${ALL_KEYS}`],
  [`window: 5${REST}window: 6`, "c.yaml:4: window is given again, expected it once; line 1 gives it first"],
  [`window: 5${REST}"window": 5`, "c.yaml:4: window is given again, expected it once; line 1 gives it first"],
  ["seed: 1\nversion: a\n", "c.yaml: window is missing, expected the keys seed, window and version; write window: 5"],
  [
    "",
    'c.yaml: seed, window and version are missing, expected the keys seed, window and version; write seed: 42, window: 5 and version: "v1"',
  ],
  [
    "# nothing\n---\n",
    'c.yaml: seed, window and version are missing, expected the keys seed, window and version; write seed: 42, window: 5 and version: "v1"',
  ],
  // shape
  [
    `window:\n  size: 5${REST}`,
    `c.yaml:2: window goes on in a line that is indented unlike the first line, ${ONE_PAIR}; write window: 5`,
  ],
  [
    `window:\n\tsize: 5${REST}`,
    `c.yaml:2: window goes on in a line that is indented with a tab, ${ONE_PAIR}; write window: 5`,
  ],
  [`seed: 1\n\twindow: 5\nversion: a`, `c.yaml:2: window is indented with a tab, ${ONE_PAIR}; write window: 5`],
  [`\twindow: 5${REST}`, `c.yaml:1: window is indented with a tab, ${ONE_PAIR}; write window: 5`],
  [
    `seed: 1\n  window: 7\nversion: a`,
    `c.yaml:2: window is indented unlike the first line, ${ONE_PAIR}; write window: 7`,
  ],
  [
    `version: a\n  b\nseed: 1\nwindow: 5`,
    `c.yaml:2: version goes on in a line that is indented unlike the first line, ${ONE_PAIR}; write version: "v1"`,
  ],
  [
    `version: |\n  a\nseed: 1\nwindow: 5`,
    `c.yaml:2: version goes on in a line that is indented unlike the first line, ${ONE_PAIR}; write version: "v1"`,
  ],
  [`version: |\nseed: 1\nwindow: 5`, `c.yaml:1: version is empty, ${VERSION_EXPECTED} "|"`],
  [`window:${REST}`, `c.yaml:1: window is empty, ${WINDOW_EXPECTED} 5`],
  [`window: # none${REST}`, `c.yaml:1: window is empty, ${WINDOW_EXPECTED} 5`],
  [
    `window: {size: 5}${REST}`,
    `c.yaml:1: window is "{size: 5}", which is not a single value in YAML, ${WINDOW_EXPECTED} 5`,
  ],
  [`window: [5]${REST}`, `c.yaml:1: window is "[5]", which is not a single value in YAML, ${WINDOW_EXPECTED} 5`],
  [
    `${WITH_VERSION}${"[".repeat(100_000)}`,
    `c.yaml:3: version is "${"[".repeat(60)}…", which is not a single value in YAML, ${VERSION_EXPECTED} "${
      "[".repeat(60)
    }…"`,
  ],
  [
    `${WITH_VERSION}${"- ".repeat(200_000)}`,
    `c.yaml:3: version is "${"- ".repeat(30)}…", which is not a single value in YAML, ${VERSION_EXPECTED} "${
      "- ".repeat(30)
    }…"`,
  ],
  ["{seed: 1, window: 5, version: a}", `c.yaml:1: the mapping is written in braces, ${ONE_PAIR}`],
  ["- seed: 1\n", `c.yaml:1: the line is "- seed: 1", ${ONE_PAIR}`],
  ["seed 1\n", `c.yaml:1: the line is "seed 1", ${ONE_PAIR}`],
  ["? seed\n: 1\n", `c.yaml:1: the line is "? seed", ${ONE_PAIR}`],
  ["seed:1\nwindow: 5\n", `c.yaml:1: the line is "seed:1", ${ONE_PAIR}; write seed: 1`],
  ["version=v2 # new\nwindow: 5\n", `c.yaml:1: the line is "version=v2 # new", ${ONE_PAIR}; write version: "v2"`],
  ["--- seed: 1\n", `c.yaml:1: the line is "--- seed: 1", ${ONE_PAIR}`],
  ["seed: 1\n\ufeffwindow: 5", `c.yaml:2: the line is "\\ufeffwindow: 5", ${ONE_PAIR}`],
  ["%YAML 1.2\n---\nseed: 1", `c.yaml:1: the line is "%YAML 1.2", ${ONE_PAIR}`],
  ["---\n---\nseed: 1", "c.yaml:2: a second document starts, expected one document; remove this line"],
  [`window: 5${REST}---\nseed: 2`, "c.yaml:4: a second document starts, expected one document; remove this line"],
  [`window: 5${REST}...\nseed: 2`, "c.yaml:5: a second document starts, expected one document; remove this line"],
  // what the parser refuses
  [`window: 'a${REST}`, `c.yaml:1: window is "'a", which is not a single value in YAML, ${WINDOW_EXPECTED} 5`],
  [`window: *a${REST}`, `c.yaml:1: window is "*a", which is not a single value in YAML, ${WINDOW_EXPECTED} 5`],
  [
    `window: 5, seed: 1${REST}`,
    `c.yaml:1: window is "5, seed: 1", which is not a single value in YAML, ${WINDOW_EXPECTED} 5`,
  ],
  [
    `window: !!int 5${REST}`,
    `c.yaml:1: window is "!!int 5", which is not a single value in YAML, ${WINDOW_EXPECTED} 5`,
  ],
  [`${WITH_VERSION}@v1`, `c.yaml:3: version is "@v1", which is not a single value in YAML, ${VERSION_EXPECTED} "@v1"`],
  [
    `${WITH_VERSION}v1: x # y`,
    `c.yaml:3: version is "v1: x", which is not a single value in YAML, ${VERSION_EXPECTED} "v1: x"`,
  ],
  [
    `window: 5\u0007${REST}`,
    `c.yaml:1: window is "5\\u0007", which is not a single value in YAML, ${WINDOW_EXPECTED} 5`,
  ],
  // bytes
  [
    Uint8Array.from([...encoder.encode("seed: 1\n# é"), 0xe9]),
    "c.yaml:2: byte offset 12 is not UTF-8, expected UTF-8 text",
  ],
  [Uint8Array.from([0xff, 0xfe, 0x73, 0]), "c.yaml:1: byte offset 0 is not UTF-8, expected UTF-8 text"],
  [new Uint8Array(MOST_CONFIG_BYTES + 1), "c.yaml: the file has more than 1048576 bytes, expected at most 1048576"],
];

/** A text for the name of a test. */
function short(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 100)}… (${text.length} characters)`;
}

for (const [text, message] of REFUSED) {
  Deno.test({
    name: `config: ${typeof text === "string" ? short(JSON.stringify(text)) : `${text.length} bytes`} is refused`,
    permissions: "none",
    async fn() {
      const error = await assertRejects(() => read(text), JobError);
      assertEquals(error.message, message);
      assertEquals([error.kind, error.exitCode], ["config", 3]);
    },
  });
}

Deno.test({
  name: "config: a comment of almost 1 MiB is read, and a mebibyte of keys is refused at the first",
  permissions: "none",
  async fn() {
    const text = 'seed: 42\nwindow: 5\nversion: "v1"\n#';
    assertEquals((await read(text + "x".repeat(MOST_CONFIG_BYTES - text.length))).window, 5);
    const keys = Array.from({ length: 60_000 }, (_, n) => `key${n}: ${n}\n`).join("");
    const error = await assertRejects(() => read(keys), JobError);
    assertEquals(error.message, `c.yaml:1: unknown key "key0", expected ${ALL_KEYS}`);
  },
});

const OPTIONAL: readonly [line: string, expected: Record<string, unknown>][] = [
  ["layout: auto", { layout: "auto" }],
  ["layout: binance-spot", { layout: "binance-spot" }],
  ["close_column: Adj Close", { close_column: "Adj Close" }],
  ['close_column: "5"', { close_column: "5" }],
  ["close_column: 5", { close_column: 5 }],
  ["timestamp_column: <DATE>", { timestamp_column: "<DATE>" }],
  ["symbol_column: 1", { symbol_column: 1 }],
  ["has_header: false", { has_header: false }],
  ["skip_lines: 0", { skip_lines: 0 }],
  ['delimiter: ";"', { delimiter: ";" }],
  ["delimiter: ';'", { delimiter: ";" }],
  ["delimiter: ;", { delimiter: ";" }],
  ["delimiter: tab", { delimiter: "\t" }],
  ['delimiter: "\\t"', { delimiter: "\t" }],
  ['delimiter: "|"', { delimiter: "|" }],
  ['decimal_mark: ","', { decimal_mark: "," }],
  ["decimal_mark: .", { decimal_mark: "." }],
  ['thousands_mark: ","', { thousands_mark: "," }],
  ["thousands_mark: space", { thousands_mark: "space" }],
  ["time_unit: us", { time_unit: "us" }],
  ["order: auto", { order: "auto" }],
  ["duplicates: keep-last", { duplicates: "keep-last" }],
  ["gaps: warn", { gaps: "warn" }],
  ["interval: 5m", { interval: 300_000_000_000n }],
  ["invalid_rows: skip", { invalid_rows: "skip" }],
  ["max_invalid_rows: 100", { max_invalid_rows: { rows: 100 } }],
  ["max_invalid_rows: 0", { max_invalid_rows: { rows: 0 } }],
  ["max_invalid_rows: 1%", { max_invalid_rows: { percentMillionths: 1_000_000 } }],
  ["max_invalid_rows: 0.05%", { max_invalid_rows: { percentMillionths: 50_000 } }],
  ["max_invalid_rows: 100%", { max_invalid_rows: { percentMillionths: 100_000_000 } }],
  ["inputs: symbols", { inputs: "symbols" }],
  ["min_rows: 9007199254740991", { min_rows: 9007199254740991 }],
  ["min_signal_rate: 30%", { min_signal_rate: { percentMillionths: 30_000_000 } }],
  ["min_signal_rate: 0.3", { min_signal_rate: { percentMillionths: 30_000_000 } }],
  ["max_signal_rate: 0.12345678", { max_signal_rate: { percentMillionths: 12_345_678 } }],
  ["max_signal_rate: 1", { max_signal_rate: { percentMillionths: 100_000_000 } }],
  ["max_rate_change: 0", { max_rate_change: { percentMillionths: 0 } }],
  ["max_age: 36h", { max_age: 129_600_000_000_000n }],
  ["gates: warn", { gates: "warn" }],
  ["warmup: exclude", { warmup: "exclude" }],
  ["warmup: exclude-from-rate", { warmup: "exclude-from-rate" }],
  ["counts: include", { counts: "include" }],
];

for (const [line, expected] of OPTIONAL) {
  Deno.test({
    name: `config: ${line}`,
    permissions: "none",
    async fn() {
      const { given, ...config } = await read(`seed: 42\nwindow: 5\nversion: v1\n${line}\n`);
      assertEquals(config, { ...UNSAID, seed: 42, window: 5, version: "v1", ...expected });
      assertEquals([...given].map(String).includes(line.replace(/:.*/s, "")), true);
    },
  });
}

const COLUMN = "expected a column's name, or its position from 1";
const CHARACTER = "expected one character such as a comma or a semicolon, or tab";
const RATE = "expected a number from 0 to 1, or a share such as 30%";
const MOST = "expected a number of rows, or a share such as 1%; write max_invalid_rows: 1%";

const OPTIONAL_REFUSED: readonly [line: string, error: string][] = [
  [
    "layout: Binance",
    'layout is "Binance", expected auto, generic, binance-spot, binance-futures, kraken, coinbase, ' +
    "cryptodatadownload, yahoo, yfinance, kaggle-btc, stooq, polygon, alpaca, metatrader5, histdata or european; " +
    "write layout: binance-spot",
  ],
  ["close_column: 0", `close_column is "0", ${COLUMN}; write close_column: close`],
  ["close_column: 1.5", `close_column is "1.5", ${COLUMN}; write close_column: close`],
  ['close_column: " "', `close_column is the text " ", ${COLUMN}; write close_column: close`],
  ["has_header: no", 'has_header is "no", expected true or false; write has_header: false'],
  ["has_header: maybe", 'has_header is "maybe", expected true or false'],
  ["time_unit: seconds", 'time_unit is "seconds", expected auto, s, ms, us, ns or date; write time_unit: s'],
  ["time_unit: m", 'time_unit is "m", expected auto, s, ms, us, ns or date'],
  [
    "date_format: %m/%d/%Y",
    'date_format is "%m/%d/%Y", which is not a single value in YAML, expected dmy, mdy or ymd; write date_format: mdy',
  ],
  [
    "decimal_mark: ,",
    'decimal_mark is ",", which is not a single value in YAML, expected . or ,; write decimal_mark: ","',
  ],
  ["decimal_mark: point", 'decimal_mark is "point", expected . or ,; write decimal_mark: "."'],
  [`thousands_mark: " "`, `thousands_mark is the text " ", expected ,, ., ' or space; write thousands_mark: space`],
  ["delimiter: pipe", `delimiter is "pipe", ${CHARACTER}; write delimiter: "|"`],
  ["duplicates: keep_last", 'duplicates is "keep_last", expected fail, keep or keep-last; write duplicates: keep-last'],
  ["duplicates: first", 'duplicates is "first", expected fail, keep or keep-last'],
  ["interval: daily", 'interval is "daily", expected a whole number and s, m, h, d or w; write interval: 1d'],
  ["clsoe: Close", 'unknown key "clsoe"; did you mean close_column?'],
  ["time_column: t", 'unknown key "time_column"; did you mean timestamp_column?'],
  ["max_change: 5%", 'unknown key "max_change"; did you mean max_rate_change?'],
  ["output: m.json", 'unknown key "output"; did you mean --output?'],
  ["log_file: run.log", 'unknown key "log_file"; did you mean --log-file?'],
  ["Report: run.html", 'unknown key "Report"; did you mean --report?'],
  ["prometheus: job.prom", 'unknown key "prometheus"; did you mean --prometheus?'],
  ["has_header: False", 'has_header is "False", expected true or false; write has_header: false'],
  ["skip_lines: -1", 'skip_lines is "-1", expected an integer from 0 to 1000000; write skip_lines: 1'],
  ["delimiter: ab", `delimiter is "ab", ${CHARACTER}; write delimiter: ";"`],
  ["delimiter: 5", `delimiter is "5", ${CHARACTER}; write delimiter: ";"`],
  ['delimiter: "."', `delimiter is the text ".", ${CHARACTER}; write delimiter: ";"`],
  ["delimiter: |", `delimiter is empty, ${CHARACTER}; write delimiter: "|"`],
  ["order: Descending", 'order is "Descending", expected ascending, descending or auto; write order: descending'],
  ["interval: 60", 'interval is "60", expected a whole number and s, m, h, d or w; write interval: 1m'],
  ["interval: 5 M", 'interval is "5 M", expected a whole number and s, m, h, d or w; write interval: 5m'],
  ["max_invalid_rows: 101%", `max_invalid_rows is "101%", ${MOST}`],
  ["max_invalid_rows: -1", `max_invalid_rows is "-1", ${MOST}`],
  ["warmup: skip", 'warmup is "skip", expected zero, exclude or exclude-from-rate; write warmup: exclude'],
  ["order: desc", 'order is "desc", expected ascending, descending or auto; write order: descending'],
  ["inputs: files", 'inputs is "files", expected series or symbols'],
  ['separator: ";"', 'unknown key "separator"; did you mean delimiter?'],
  ["timestamp: date", 'unknown key "timestamp"; did you mean timestamp_column?'],
  ["symbol: tic", 'unknown key "symbol"; did you mean symbol_column?'],
  ["close: Close", 'unknown key "close"; did you mean close_column?'],
  ["header: false", 'unknown key "header"; did you mean has_header?'],
  ["Ticker: tic", 'unknown key "Ticker"; did you mean symbol_column?'],
  ["xyzzy: 1", `unknown key "xyzzy", expected ${ALL_KEYS}`],
  ["min_rows: 0", 'min_rows is "0", expected an integer from 1 to 9007199254740991; write min_rows: 1000'],
  ["min_signal_rate: 30", `min_signal_rate is "30", ${RATE}; write min_signal_rate: 30%`],
  ["max_signal_rate: 1.1", `max_signal_rate is "1.1", ${RATE}; write max_signal_rate: 70%`],
  ["max_signal_rate: 101%", `max_signal_rate is "101%", ${RATE}; write max_signal_rate: 70%`],
  ["max_rate_change: -0.1", `max_rate_change is "-0.1", ${RATE}; write max_rate_change: 5%`],
  ["max_rate_change: .05", `max_rate_change is ".05", ${RATE}; write max_rate_change: 5%`],
  ["max_age: 36", 'max_age is "36", expected a whole number and s, m, h, d or w; write max_age: 36h'],
  ["gates: off", 'gates is "off", expected fail or warn'],
  ["counts: yes", 'counts is "yes", expected include; write counts: include'],
  ["warm_up: exclude", 'unknown key "warm_up"; did you mean warmup?'],
];

for (const [line, error] of OPTIONAL_REFUSED) {
  Deno.test({
    name: `config: ${line} is refused`,
    permissions: { read: true },
    async fn() {
      const refused = await assertRejects(() => read(`seed: 42\nwindow: 5\nversion: v1\n${line}\n`), JobError);
      assertEquals([refused.message, refused.exitCode], [`c.yaml:4: ${error}`, 3]);
    },
  });
}

/** What people write where a value is wanted. */
const WORDS = [
  ...[
    "",
    "yes",
    "no",
    "none",
    "true",
    "0",
    "1",
    "-1",
    "1.5",
    "5 rows",
    "50",
    "many",
    "error",
    "drop",
    "first",
    "Auto",
    "[1]",
  ],
  ...[
    ",",
    ".",
    "'",
    ";",
    '" "',
    '"_"',
    "comma",
    "point",
    "\\t",
    "pipe",
    "seconds",
    "ms ",
    "dd/mm/yyyy",
    "%d/%m/%Y",
    "newest",
  ],
  ...[
    "1min",
    "daily",
    "1 D",
    "1%%",
    "101%",
    "skip it",
    "exclude_from_rate",
    "symbol",
    "binance",
    "#",
    "null",
    "2024-01-01",
  ],
];

Deno.test({
  name: "config: what an error proposes to write instead of a value is read, whatever the key and the value",
  permissions: { read: true },
  async fn() {
    let proposed = 0;
    for (const key of KEY_NAMES) {
      for (const word of WORDS) {
        const lines = new Map([["seed", "seed: 1"], ["window", "window: 5"], ["version", "version: v"]]);
        const text = () => [...lines.values()].join("\n");
        lines.set(key, `${key}: ${word}`);
        const refused = await read(text()).then(() => undefined, (error) => error);
        const line = refused instanceof JobError ? /; write (.*)$/.exec(refused.message)?.[1] : undefined;
        if (line === undefined) continue;
        proposed++;
        lines.set(key, line);
        await read(text());
      }
    }
    assert(proposed > 500, `${proposed} lines`);
  },
});
