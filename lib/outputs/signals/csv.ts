/**
 * Rows as lines of CSV, by RFC 4180 with LF line ends.
 *
 * @module
 */
import { meanText } from "./mean_text.ts";
import type { KnownColumns, SignalRow } from "./row.ts";
import type { LineFormat } from "./text_file.ts";

const SPECIAL = /[",\r\n]/;

/** Lines like `17,2024-01-01T00:00:00Z,BTCUSD,40123.50,40476.038,1`; an unknown field is blank. */
export function csvLines({ timestamp, symbol }: KnownColumns): LineFormat {
  const names = ["row", timestamp && "timestamp", symbol && "symbol", "close", "rolling_mean", "signal"];
  return {
    header: `${names.filter((name) => name !== false).join(",")}\n`,
    hasTimestamp: timestamp,
    hasSymbol: symbol,
    isJson: false,
    pieces: { row: "", timestamp: ",", symbol: ",", close: ",", mean: ",", signal: ",", end: "\n" },
    noMean: "",
    line(row: SignalRow): string {
      return `${row.row},${timestamp ? `${field(row.timestamp)},` : ""}${symbol ? `${field(row.symbol)},` : ""}` +
        `${field(row.close)},${row.rollingMean === undefined ? "" : meanText(row.rollingMean)},${row.signal}\n`;
    },
  };
}

function field(text: string | undefined): string {
  if (text === undefined) return "";
  return SPECIAL.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
