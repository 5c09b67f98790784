/**
 * What a config holds where it says nothing, for tests.
 *
 * @module
 */
import type { Config } from "../lib/config/config.ts";

export const UNSAID: Omit<Config, "seed" | "window" | "version"> = {
  layout: "generic",
  close_column: null,
  timestamp_column: null,
  symbol_column: null,
  has_header: null,
  skip_lines: null,
  delimiter: null,
  decimal_mark: null,
  time_unit: null,
  order: null,
  duplicates: null,
  gaps: null,
  interval: null,
  invalid_rows: "fail",
  max_invalid_rows: null,
  warmup: "zero",
};
