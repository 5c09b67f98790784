/**
 * Rows as lines of JSON.
 *
 * @module
 */
import { meanText } from "./mean_text.ts";
import type { KnownColumns, SignalRow } from "./row.ts";
import type { LineFormat } from "./text_file.ts";

/**
 * Lines like `{"row":17,"timestamp":"…","symbol":"…","close":"40123.50","rolling_mean":40476.038,"signal":1}`. The close is
 * a text, because most readers would round a number. An unknown field is null, and so is the mean in the warm-up. JSON
 * has no infinity: it becomes the text "Infinity" or "-Infinity".
 */
export function jsonLines({ timestamp, symbol }: KnownColumns): LineFormat {
  return {
    header: "",
    hasTimestamp: timestamp,
    hasSymbol: symbol,
    isJson: true,
    pieces: {
      row: '{"row":',
      timestamp: ',"timestamp":',
      symbol: ',"symbol":',
      close: ',"close":',
      mean: ',"rolling_mean":',
      signal: ',"signal":',
      end: "}\n",
    },
    noMean: "null",
    line(row: SignalRow): string {
      return `{"row":${row.row}` +
        (timestamp ? `,"timestamp":${JSON.stringify(row.timestamp ?? null)}` : "") +
        (symbol ? `,"symbol":${JSON.stringify(row.symbol ?? null)}` : "") +
        `,"close":${JSON.stringify(row.close)},"rolling_mean":${meanJson(row.rollingMean)},"signal":${row.signal}}\n`;
    },
  };
}

function meanJson(mean: number | undefined): string {
  if (mean === undefined) return "null";
  return Number.isFinite(mean) ? meanText(mean) : `"${mean}"`;
}
