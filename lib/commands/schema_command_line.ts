/**
 * The command line of `batch-signal schema`.
 *
 * @module
 */
import { notOneWord } from "../errors.ts";
import type { HelpCommand } from "./usage.ts";

/** What there are schemas of. */
export const SCHEMAS = ["config", "metrics", "state"] as const;
export type SchemaName = typeof SCHEMAS[number];

/** A command line of `schema`. */
export type SchemaCommand =
  | { readonly name: "schema"; readonly schema: SchemaName }
  | HelpCommand;

export const SCHEMA_USAGE = `batch-signal schema: JSON Schemas, for editors and for programs that read metrics or states

usage:
  batch-signal schema config|metrics|state

  -h, --help  print this page

exit codes: 0 printed; 2 no such schema

example:
  batch-signal schema config > batch-signal.schema.json
`;

/**
 * Reads the words after `schema`.
 *
 * @throws {JobError} of kind usage: no schema, another one, or something more.
 */
export function readSchemaCommand(argv: readonly string[]): SchemaCommand {
  if (argv.includes("--help") || argv.includes("-h")) return { name: "help", text: SCHEMA_USAGE };
  const schema = SCHEMAS.find((schema) => schema === argv[0]);
  if (schema === undefined || argv.length > 1) throw notOneWord("schema", argv, SCHEMAS);
  return { name: "schema", schema };
}
