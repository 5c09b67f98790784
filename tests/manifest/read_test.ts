import { assertEquals, assertThrows } from "@std/assert";
import { JobError } from "../../lib/errors.ts";
import { readStatement } from "../../lib/manifest/read.ts";
import { type Run, statementText } from "../../lib/manifest/statement.ts";

const DIGEST = { sha256: "0123456789abcdef".repeat(4) };
const COUNTS = { rows_processed: 4, rows_with_mean: 3, signals_1: 2, skipped_rows: 0 };
const RUN: Run = {
  outputs: [
    { name: "metrics.json", digest: DIGEST, annotations: { bytes: 9, ...COUNTS } },
    { name: "s.csv", digest: DIGEST, annotations: { bytes: 0 } },
  ],
  inputs: [
    { name: "-", digest: DIGEST, annotations: { bytes: 1, stream: true } },
    { name: "config.yaml", digest: DIGEST, annotations: { bytes: 2 } },
  ],
  parameters: {
    inputs: ["-"],
    config: "config.yaml",
    output: "metrics.json",
    signals: "s.csv",
    settings: { seed: 1, window: 2, version: "v\u20281" },
  },
  builder: { batch_signal: "1.2.3" },
};
const TEXT = statementText(RUN);

Deno.test(
  { name: "manifest: what is written is read again, on lines without control characters", permissions: "none" },
  () => {
    assertEquals(readStatement(TEXT, "m.json"), {
      outputs: [
        { name: "metrics.json", sha256: DIGEST.sha256, isStream: false },
        { name: "s.csv", sha256: DIGEST.sha256, isStream: false },
      ],
      inputs: [
        { name: "-", sha256: DIGEST.sha256, isStream: true },
        { name: "config.yaml", sha256: DIGEST.sha256, isStream: false },
      ],
      parameters: { inputs: ["-"], config: "config.yaml", signals: "s.csv", resume: undefined },
      counts: COUNTS,
    });
    assertEquals(TEXT.includes("\u2028"), false);
    assertEquals(TEXT.endsWith("}\n"), true);
  },
);

const IS_NONE = ", expected a manifest of batch-signal";
const IS_OUTSIDE = " leads out of the folder of the run, expected a name below it";
const PARAMETERS = "predicate.buildDefinition.externalParameters";
const DEPENDENCIES = "predicate.buildDefinition.resolvedDependencies";
/** A part of the text, what stands there instead, and what is said of it. */
const DAMAGED: readonly [from: string | RegExp, to: string, message: string][] = [
  [/^[^]*/, "", `the file is not JSON${IS_NONE}`],
  [/}\n$/, "", `the file is not JSON${IS_NONE}`],
  [/^[^]*/, "[]", `_type is not https://in-toto.io/Statement/v1${IS_NONE}`],
  [/^[^]*/, "null", `_type is not https://in-toto.io/Statement/v1${IS_NONE}`],
  ["Statement/v1", "Statement/v2", `_type is not https://in-toto.io/Statement/v1${IS_NONE}`],
  ["provenance/v1", "provenance/v0.2", `predicateType is not https://slsa.dev/provenance/v1${IS_NONE}`],
  ["#run-v1", "#run-v9", `predicate.buildDefinition.buildType is not pkg:generic/batch-signal#run-v1${IS_NONE}`],
  ['"subject"', '"subjects"', `subject is not a list of files${IS_NONE}`],
  ['"resolvedDependencies"', '"others"', `${DEPENDENCIES} is not a list of files${IS_NONE}`],
  ['"name": "metrics.json"', '"name": 7', `subject.0.name is not a name${IS_NONE}`],
  ['"name": "metrics.json"', '"name": ""', `subject.0.name is not a name${IS_NONE}`],
  ['"name": "metrics.json"', '"name": "../metrics.json"', `subject.0.name${IS_OUTSIDE}`],
  ['"name": "s.csv"', '"name": "/etc/passwd"', `subject.1.name${IS_OUTSIDE}`],
  ['"name": "config.yaml"', '"name": "a/../../b"', `${DEPENDENCIES}.1.name${IS_OUTSIDE}`],
  ['"config": "config.yaml"', '"config": "/etc/passwd"', `${PARAMETERS}.config${IS_OUTSIDE}`],
  ['"config": "config.yaml"', '"config": {}', `${PARAMETERS}.config is not a name${IS_NONE}`],
  ['"signals": "s.csv"', '"signals": "..\\\\s.csv"', `${PARAMETERS}.signals${IS_OUTSIDE}`],
  [/"inputs": \[\s*"-"/, '"inputs": ["../x"', `${PARAMETERS}.inputs.0${IS_OUTSIDE}`],
  [
    /"inputs": \[\s*"-"/,
    '"inputs": ["a.csv"',
    `the dependencies are not the inputs, the config and the state of the parameters${IS_NONE}`,
  ],
  [
    /"inputs": \[\s*"-"/,
    '"inputs": ["-", "b.csv"',
    `the dependencies are not the inputs, the config and the state of the parameters${IS_NONE}`,
  ],
  [
    '"config": "config.yaml"',
    '"config": "s.csv"',
    `the dependencies are not the inputs, the config and the state of the parameters${IS_NONE}`,
  ],
  ['"signals": "s.csv"', '"signals": "metrics.json"', `the signals have no ending of a signals file${IS_NONE}`],
  ['"signals": "s.csv"', '"signals": "other.csv"', `the signals are no subject${IS_NONE}`],
  ['"bytes": 0', '"stream": true', `an output is said to be a stream${IS_NONE}`],
  [/"inputs": \[\s*"-"\s*\]/, '"inputs": []', `${PARAMETERS}.inputs is not a list of names${IS_NONE}`],
  ["0123456789abcdef", "0123456789ABCDEF", "subject.0 has no digest, expected sha256 with 64 hexadecimal digits"],
  ["0123456789abcdef", "", "subject.0 has no digest, expected sha256 with 64 hexadecimal digits"],
  ['"signals_1": 2', '"signals_1": 2.5', `subject.0.annotations.signals_1 is not a count${IS_NONE}`],
  ['"signals_1": 2', '"signals_1": -1', `subject.0.annotations.signals_1 is not a count${IS_NONE}`],
  ['"rows_processed": 4,', "", `subject.0.annotations.rows_processed is not a count${IS_NONE}`],
];

for (const [from, to, message] of DAMAGED) {
  Deno.test({ name: `manifest: refused: ${String(from)} as ${to.slice(0, 40)}`, permissions: "none" }, () => {
    const text = TEXT.replace(from, to);
    assertEquals(text === TEXT, false);
    const error = assertThrows(() => readStatement(text, "m.json"), JobError);
    assertEquals([error.exitCode, error.message], [4, `m.json: ${message}`]);
  });
}
