/**
 * What a manifest says: an in-toto Statement v1 (https://in-toto.io/Statement/v1) whose predicate is SLSA provenance v1
 * (https://slsa.dev/provenance/v1). It is not signed: tools that sign statements take it as it is.
 *
 * @module
 */
import type { Config } from "../config/config.ts";
import { countedRows } from "../outputs/metrics.ts";
import type { Figures } from "../rows/consumer.ts";
import { escapedJson } from "../text/escape.ts";

export const STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
export const PREDICATE_TYPE = "https://slsa.dev/provenance/v1";
/** What the parameters mean. Another meaning needs another number. */
export const BUILD_TYPE = "pkg:generic/batch-signal#run-v1";
const BUILDER = "pkg:generic/batch-signal";

/** What is counted of a run, in the order of the file. */
export interface RunCounts {
  readonly rows_processed: number;
  readonly rows_with_mean: number;
  readonly signals_1: number;
  readonly skipped_rows: number;
}

export function runCounts(config: Pick<Config, "warmup">, figures: Figures, skippedRows: number): RunCounts {
  return {
    rows_processed: countedRows(config, figures).processed,
    rows_with_mean: figures.rowsWithMean,
    signals_1: figures.ones,
    skipped_rows: skippedRows,
  };
}

/** A file, and what is known of it: a resource descriptor. */
export interface Resource {
  readonly name: string;
  readonly digest: { readonly sha256: string };
  readonly annotations: Readonly<Record<string, number | boolean>>;
}

/** What was typed, and what the config gives. */
export interface Parameters {
  readonly inputs: readonly string[];
  readonly config: string;
  readonly output: string;
  readonly signals?: string | undefined;
  readonly rejects?: string | undefined;
  /** The state that the run went on from. */
  readonly resume?: string | undefined;
  readonly report?: string | undefined;
  /** The keys that the config gives. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
}

/** One run. */
export interface Run {
  readonly outputs: readonly Resource[];
  readonly inputs: readonly Resource[];
  readonly parameters: Parameters;
  readonly builder: Readonly<Record<string, string>>;
}

/** The text of the manifest: nothing in it depends on when or where the run took place. */
export function statementText({ outputs, inputs, parameters, builder }: Run): string {
  const statement = {
    _type: STATEMENT_TYPE,
    subject: outputs,
    predicateType: PREDICATE_TYPE,
    predicate: {
      buildDefinition: {
        buildType: BUILD_TYPE,
        externalParameters: parameters,
        resolvedDependencies: inputs,
      },
      runDetails: { builder: { id: BUILDER, version: builder } },
    },
  };
  return `${escapedJson(statement, 2)}\n`;
}
