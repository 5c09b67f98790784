/**
 * `batch-signal schema`: what a config, metrics and a state look like, as JSON Schema draft-07.
 *
 * @module
 */
import { KEY_NAMES, KEYS } from "../config/keys.ts";
import type { Schema } from "../config/kinds.ts";
import type { SchemaName } from "./schema_command_line.ts";

const DRAFT = "http://json-schema.org/draft-07/schema#";

/** Keys that do nothing without another one. */
const DEPENDENCIES = {
  bootstrap: ["confidence"],
  block: ["confidence"],
  interval: ["gaps"],
  max_invalid_rows: ["invalid_rows"],
};

/** The schema as text, with a newline at its end. */
export function schemaText(name: SchemaName): string {
  const schema = name === "config" ? configSchema() : name === "metrics" ? METRICS : STATE;
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** Of the table of keys. Only the job can say whether keys fit each other and the file. */
function configSchema(): Schema {
  const properties = KEY_NAMES.map((key) => {
    const { kind, example, absent } = KEYS[key];
    const isPlain = typeof absent === "string" || typeof absent === "number";
    const description = `${kind.expected(undefined)}, as in ${key}: ${example}`;
    return [key, { description, ...kind.schema, ...(isPlain ? { default: absent } : {}) }];
  });
  return {
    $schema: DRAFT,
    title: "batch-signal: config",
    type: "object",
    properties: Object.fromEntries(properties),
    required: KEY_NAMES.filter((key) => KEYS[key].absent === undefined),
    dependencies: DEPENDENCIES,
    additionalProperties: false,
  };
}

const COUNT = { type: "integer", minimum: 0 };
const RATE = { type: "number", minimum: 0, maximum: 1 };
const RATE_OR_NULL = { anyOf: [RATE, { type: "null" }] };

function object(properties: Schema, optional: readonly string[] = []): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, required, additionalProperties: false };
}

const GATE = object({
  gate: { enum: ["min_rows", "min_signal_rate", "max_signal_rate", "max_rate_change", "max_age"] },
  limit: { type: ["number", "string"] },
  actual: { type: ["number", "string", "null"] },
  passed: { type: ["boolean", "null"] },
});
const GATES = { type: "array", minItems: 1, items: GATE };
const COUNTS = { signals_1: COUNT, rows_with_mean: COUNT };

const INTERVAL = {
  oneOf: [
    object({
      level: RATE,
      low: RATE,
      high: RATE,
      method: { const: "circular block bootstrap" },
      block_rows: { type: "integer", minimum: 1 },
      replicates: { type: "integer", minimum: 1 },
      generator: { const: "xoroshiro128plus" },
    }),
    object({ level: RATE, low: { type: "null" }, high: { type: "null" }, reason: { type: "string" } }),
  ],
};

const SYMBOL = object({ rows_processed: COUNT, value: RATE_OR_NULL, ...COUNTS }, Object.keys(COUNTS));

const INCREMENT = object({ first_row: { type: "integer", minimum: 1 }, rows: COUNT, signals_1: COUNT });

/** Metrics of a run that succeeded, of several that were merged, and of one that failed. */
const METRICS: Schema = {
  $schema: DRAFT,
  title: "batch-signal: metrics",
  oneOf: [
    object({
      version: { type: ["string", "null"] },
      rows_processed: { type: "integer", minimum: 1 },
      metric: { const: "signal_rate" },
      value: RATE,
      latency_ms: COUNT,
      seed: { type: ["integer", "null"], minimum: 0, maximum: 4_294_967_295 },
      status: { const: "success" },
      ...COUNTS,
      warmup: { enum: ["exclude", "exclude-from-rate"] },
      invalid_rows: COUNT,
      warnings: COUNT,
      gates: GATES,
      confidence_interval: INTERVAL,
      increment: INCREMENT,
      runs: { type: "integer", minimum: 1 },
      failed: COUNT,
      symbols: { type: "object", additionalProperties: SYMBOL },
    }, [
      ...Object.keys(COUNTS),
      ...[
        "warmup",
        "invalid_rows",
        "warnings",
        "gates",
        "confidence_interval",
        "increment",
        "runs",
        "failed",
        "symbols",
      ],
    ]),
    object({
      version: { type: "string" },
      status: { const: "error" },
      error_message: { type: "string" },
      rows_processed: COUNT,
      metric: { const: "signal_rate" },
      value: RATE,
      gates: GATES,
    }, ["rows_processed", "metric", "value", "gates"]),
  ],
};

const DIGEST = { type: "string", pattern: "^[0-9a-f]{64}$" };
const NANOSECONDS = { type: "string", pattern: "^-?[0-9]+$" };

function orNull(schema: Schema): Schema {
  return { anyOf: [schema, { type: "null" }] };
}

/** What `--checkpoint` writes. */
const STATE: Schema = {
  $schema: DRAFT,
  title: "batch-signal: state",
  ...object({
    batch_signal_state: { const: 1 },
    settings: { type: "object", additionalProperties: { type: "string" } },
    has_symbols: { type: "boolean" },
    skipped_rows: COUNT,
    lost_numbers: COUNT,
    zero_closes: COUNT,
    zeros_in: { type: ["string", "null"] },
    negative_closes: COUNT,
    times: orNull(object({
      earliest: orNull(NANOSECONDS),
      latest: orNull(NANOSECONDS),
      duplicates: COUNT,
      gaps: COUNT,
      irregular: COUNT,
    })),
    inputs: {
      type: "array",
      items: object({
        name: { type: "string" },
        bytes: COUNT,
        sha256: DIGEST,
        start: DIGEST,
        text_bytes: COUNT,
        layout: DIGEST,
        is_file: { type: "boolean" },
        ends_in_close: { type: "boolean" },
      }),
    },
    series: {
      type: "array",
      items: object({
        symbol: { type: "string" },
        rows: COUNT,
        rows_with_mean: COUNT,
        signals_1: COUNT,
        closes: { type: "array", items: { type: "string" } },
        last: orNull(object({
          timestamp: { type: "string" },
          nanoseconds: NANOSECONDS,
          has_stepped: { type: "boolean" },
        })),
      }),
    },
    previous: orNull(DIGEST),
    sha256: DIGEST,
  }),
};
