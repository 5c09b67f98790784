/**
 * The shapes of candle files: the same candles, written as different sources write them.
 *
 * @module
 */
import { AsciiWriter } from "./ascii_writer.ts";
import { CandleWalk, FIRST_MINUTE_MS, MINUTE_MS } from "./candle_walk.ts";

const COMMA = 0x2c;
const QUOTE = 0x22;
const ZERO = 0x30;

const MINUTES_PER_DAY = 1440;

/** Bytes of one chunk: large enough to write fast, small enough to stay in cache. No row is longer than the slack. */
const CHUNK_BYTES = 256 * 1024;
const SLACK_BYTES = 1024;

type Write = (out: AsciiWriter, candle: CandleWalk) => void;

/** A column: its name in the header, and how its field is written. */
type Column = readonly [name: string, write: Write];

/** How a file looks. */
interface Shape {
  readonly columns: readonly Column[];
  readonly isQuoted?: boolean;
  readonly lineEnd?: string;
}

/** "2024-01-01 00:00:00". The day is worked out anew only where one begins. */
function dateTime(): Write {
  let day = "";
  let firstRow = 0;
  return (out, { row }) => {
    if (day === "" || row < firstRow || row >= firstRow + MINUTES_PER_DAY) {
      firstRow = row - row % MINUTES_PER_DAY;
      day = new Date(FIRST_MINUTE_MS + firstRow * MINUTE_MS).toISOString().slice(0, 10);
    }
    const minute = row - firstRow;
    out.text(day);
    out.text(" ");
    out.padded(Math.floor(minute / 60), 2);
    out.text(":");
    out.padded(minute % 60, 2);
    out.text(":00");
  };
}

/** A price or a volume with two decimals. */
type Hundredths = "open" | "high" | "low" | "close" | "volume";

const twoDecimals = (name: Hundredths): Column => [name, (out, candle) => out.fixed(candle[name], 2)];

/** The same number with eight decimals, as Binance writes all of them. */
const eightDecimals = (name: Hundredths): Column => [name, (out, candle) => {
  out.fixed(candle[name], 2);
  out.text("000000");
}];

/** Price × volume: exact in ten-thousandths, for both have two decimals. At most 4 × 10^10 of them. */
const quoteVolumeOf = ({ close, volume }: CandleWalk) => close * volume;

const openTimeMs = ({ row }: CandleWalk) => FIRST_MINUTE_MS + row * MINUTE_MS;

const OHLCV: readonly Column[] = [
  ["timestamp", dateTime()],
  twoDecimals("open"),
  twoDecimals("high"),
  twoDecimals("low"),
  twoDecimals("close"),
  twoDecimals("volume"),
];

const ORDINARY: readonly Column[] = [...OHLCV, ["quote_volume", (out, candle) => {
  out.fixed(quoteVolumeOf(candle), 4);
  out.text("00");
}]];

const NARROW: readonly Column[] = [
  ["time", (out, candle) => out.whole(openTimeMs(candle) / 1000)],
  twoDecimals("close"),
];

/** The columns of Binance's files of candles. */
const WIDE: readonly Column[] = [
  ["open_time", (out, candle) => out.whole(openTimeMs(candle))],
  eightDecimals("open"),
  eightDecimals("high"),
  eightDecimals("low"),
  eightDecimals("close"),
  eightDecimals("volume"),
  ["close_time", (out, candle) => out.whole(openTimeMs(candle) + MINUTE_MS - 1)],
  ["quote_volume", (out, candle) => {
    out.fixed(quoteVolumeOf(candle), 4);
    out.text("0000");
  }],
  ["count", (out, candle) => out.whole(candle.volume)],
  // Half of all trades are bought by takers: even halves of hundredths have three decimals.
  ["taker_buy_volume", (out, candle) => {
    out.fixed(candle.volume * 5, 3);
    out.text("00000");
  }],
  ["taker_buy_quote_volume", (out, candle) => {
    out.fixed(quoteVolumeOf(candle) * 5, 5);
    out.text("000");
  }],
  ["ignore", (out) => out.byte(ZERO)],
];

/**
 * All shapes by name. `ohlcv` is that of `data.csv`, in rows of about 61 bytes; `ordinary` has one column more, and
 * rows of about 75.
 */
export const SHAPES = {
  ohlcv: { columns: OHLCV },
  ordinary: { columns: ORDINARY },
  narrow: { columns: NARROW },
  wide: { columns: WIDE },
  crlf: { columns: ORDINARY, lineEnd: "\r\n" },
  quoted: { columns: ORDINARY, isQuoted: true },
} as const satisfies Record<string, Shape>;

export type ShapeName = keyof typeof SHAPES;

export function isShapeName(name: string): name is ShapeName {
  return Object.hasOwn(SHAPES, name);
}

/**
 * Yields the bytes of a candle file in chunks that end at line ends: header first, then `rows` candles.
 *
 * The closes are those of {@linkcode CandleWalk}, whatever the shape.
 *
 * @param rows Number of candles, 0 or more.
 * @param seed Any 32-bit integer.
 * @returns Chunks, each of which is good until the next one is asked for.
 */
export function* candleBytes(name: ShapeName, rows: number, seed: number): Generator<Uint8Array<ArrayBuffer>> {
  const { columns, isQuoted = false, lineEnd = "\n" }: Shape = SHAPES[name];
  const out = new AsciiWriter(CHUNK_BYTES + SLACK_BYTES);
  const candle = new CandleWalk(seed);
  const quote = isQuoted ? '"' : "";

  out.text(columns.map(([column]) => quote + column + quote).join(",") + lineEnd);
  for (let row = 0; row < rows; row++) {
    candle.next();
    for (let n = 0; n < columns.length; n++) {
      if (n > 0) out.byte(COMMA);
      if (isQuoted) out.byte(QUOTE);
      columns[n]?.[1](out, candle);
      if (isQuoted) out.byte(QUOTE);
    }
    out.text(lineEnd);
    if (out.length >= CHUNK_BYTES) yield out.take();
  }
  if (out.length > 0) yield out.take();
}
