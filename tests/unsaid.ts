/**
 * What a config holds where it says nothing, for tests.
 *
 * @module
 */
import type { ConfigValues } from "../lib/config/keys.ts";

export const UNSAID: Omit<ConfigValues, "seed" | "window" | "version"> = {
  layout: "generic",
  close_column: null,
  timestamp_column: null,
  symbol_column: null,
  has_header: null,
  skip_lines: null,
  delimiter: null,
  decimal_mark: null,
  thousands_mark: null,
  time_unit: null,
  date_format: null,
  order: null,
  duplicates: "fail",
  gaps: "ignore",
  interval: null,
  inputs: "series",
  invalid_rows: "fail",
  max_invalid_rows: null,
  warmup: "zero",
  min_rows: null,
  min_signal_rate: null,
  max_signal_rate: null,
  max_rate_change: null,
  max_age: null,
  gates: "fail",
  counts: null,
  confidence: null,
  bootstrap: 1999,
  block: "auto",
};
