/**
 * The text of a manifest → what it says, as far as `verify` needs it.
 *
 * @module
 */
import { notManifest } from "../errors.ts";
import { knownSignalsFormat } from "../outputs/signals/format.ts";
import { isBelow } from "./names.ts";
import { BUILD_TYPE, PREDICATE_TYPE, type RunCounts, STATEMENT_TYPE } from "./statement.ts";

/** A file that a manifest names. */
export interface NamedFile {
  readonly name: string;
  readonly sha256: string;
  /** Whether it was a pipe or standard input, so that there is nothing to look at. */
  readonly isStream: boolean;
}

/** What a manifest says. */
export interface Statement {
  /** The metrics first. */
  readonly outputs: readonly NamedFile[];
  /** The inputs in the order in which they were read, and the config. */
  readonly inputs: readonly NamedFile[];
  readonly parameters: {
    readonly inputs: readonly string[];
    readonly config: string;
    readonly signals: string | undefined;
    readonly resume: string | undefined;
  };
  readonly counts: RunCounts;
}

/**
 * Reads a manifest that a run has written.
 *
 * @param file Its name, for errors.
 * @throws {JobError} of kind data, if it is none, or names what is not below its folder.
 */
export function readStatement(text: string, file: string): Statement {
  const fail = (found: string, expected?: string) => notManifest(file, found, expected);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw fail("the file is not JSON");
  }
  const at = (value: unknown, path: string): unknown =>
    path.split(".").reduce<unknown>((inner, key) => isRecord(inner) ? inner[key] : undefined, value);
  const requireText = (path: string, expected: string) => {
    if (at(json, path) !== expected) throw fail(`${path} is not ${expected}`);
  };
  requireText("_type", STATEMENT_TYPE);
  requireText("predicateType", PREDICATE_TYPE);
  requireText("predicate.buildDefinition.buildType", BUILD_TYPE);

  const nameOf = (value: unknown, path: string): string => {
    if (typeof value !== "string" || value === "") throw fail(`${path} is not a name`);
    if (!isBelow(value)) throw fail(`${path} leads out of the folder of the run`, "a name below it");
    return value;
  };
  const files = (path: string): NamedFile[] => {
    const list = at(json, path);
    if (!Array.isArray(list) || list.length === 0) throw fail(`${path} is not a list of files`);
    return list.map((entry: unknown, n) => {
      const isStream = at(entry, "annotations.stream") === true;
      const sha256 = at(entry, "digest.sha256");
      if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) {
        throw fail(`${path}.${n} has no digest`, "sha256 with 64 hexadecimal digits");
      }
      return { name: nameOf(at(entry, "name"), `${path}.${n}.name`), sha256, isStream };
    });
  };
  const PARAMETERS = "predicate.buildDefinition.externalParameters";
  const parameter = (name: string) => nameOf(at(json, `${PARAMETERS}.${name}`), `${PARAMETERS}.${name}`);
  const optional = (name: string) => at(json, `${PARAMETERS}.${name}`) === undefined ? undefined : parameter(name);
  const inputNames = at(json, `${PARAMETERS}.inputs`);
  if (!Array.isArray(inputNames) || inputNames.length === 0) throw fail(`${PARAMETERS}.inputs is not a list of names`);
  const [outputs, inputs] = [files("subject"), files("predicate.buildDefinition.resolvedDependencies")];
  const countOf = (name: keyof RunCounts): number => {
    const count = at(json, `subject.0.annotations.${name}`);
    if (typeof count === "number" && Number.isSafeInteger(count) && count >= 0) return count;
    throw fail(`subject.0.annotations.${name} is not a count`);
  };
  if (outputs.some(({ isStream }) => isStream)) throw fail("an output is said to be a stream");
  const parameters = {
    inputs: inputNames.map((name: unknown, n) => nameOf(name, `${PARAMETERS}.inputs.${n}`)),
    config: parameter("config"),
    signals: optional("signals"),
    resume: optional("resume"),
  };
  // What is computed again has to be what was looked at.
  const read = [...parameters.inputs, parameters.config, parameters.resume].filter((name) => name !== undefined);
  if (read.length !== inputs.length || read.some((name, n) => name !== inputs[n]?.name)) {
    throw fail("the dependencies are not the inputs, the config and the state of the parameters");
  }
  const { signals } = parameters;
  if (signals !== undefined) {
    if (!outputs.some(({ name }) => name === signals)) throw fail("the signals are no subject");
    if (knownSignalsFormat(signals) === undefined) throw fail("the signals have no ending of a signals file");
  }
  return {
    outputs,
    inputs,
    parameters,
    counts: {
      rows_processed: countOf("rows_processed"),
      rows_with_mean: countOf("rows_with_mean"),
      signals_1: countOf("signals_1"),
      skipped_rows: countOf("skipped_rows"),
    },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
