import { assertEquals, assertMatch, assertStrictEquals } from "@std/assert";
import {
  asJobError,
  cannotRead,
  cannotWrite,
  interrupted,
  invalidClose,
  JobError,
  missingKeys,
  rateChanged,
  sameFile,
  unknownSignalsEnding,
} from "../lib/errors.ts";

const CASES: readonly [error: JobError, kind: string, exitCode: number, message: string][] = [
  [
    unknownSignalsEnding("s\u001b.txt"),
    "usage",
    2,
    '--signals is "s\\u001b.txt", expected a name that ends in .csv, .csv.gz, .jsonl or .parquet',
  ],
  [asJobError(new TypeError("x is\nnot")), "internal", 1, "internal error: TypeError: x is\\nnot"],
  [asJobError("thrown text"), "internal", 1, "internal error: thrown text"],
  [
    sameFile("--output", "--input", "a\nb"),
    "usage",
    2,
    '--output and --input are the same file "a\\nb", expected different files',
  ],
  [
    missingKeys("c.yaml", ["seed", "window"], ["seed: 42", "window: 5"]),
    "config",
    3,
    "c.yaml: seed and window are missing, expected the keys seed, window and version; write seed: 42 and window: 5",
  ],
  [
    invalidClose({ file: "a\u001b.csv", line: 7 }, "x"),
    "data",
    4,
    'a\\u001b.csv:7: close is "x", expected a decimal number',
  ],
  [cannotRead("f", new Deno.errors.PermissionDenied("any")), "io", 5, "f: cannot be read: permission denied"],
  [
    cannotWrite("f", new Error("No space left on device (os error 28)")),
    "io",
    5,
    "f: cannot be written: no space left on device",
  ],
  [
    rateChanged(
      "b\n.json",
      { value: 0.5, ones: 1n, rows: 2n, isExact: true },
      { value: 0.5556, ones: 5n, rows: 9n, isExact: true },
      "5%",
    ),
    "check",
    6,
    "b\\n.json: the rate went from 0.5 (1 of 2 rows) to 0.5556 (5 of 9 rows), expected a change of at most 5%",
  ],
  [interrupted("SIGINT"), "interrupted", 130, "interrupted by SIGINT"],
  [interrupted("SIGTERM"), "interrupted", 143, "interrupted by SIGTERM"],
];

for (const [error, kind, exitCode, message] of CASES) {
  Deno.test({
    name: `errors: ${message}`,
    permissions: "none",
    fn: () => assertEquals([error.kind, error.exitCode, error.message], [kind, exitCode, message]),
  });
}

Deno.test({
  name: "errors: what is in the catalogue stays what it is, and a bug keeps its cause for the log",
  permissions: "none",
  fn() {
    const error = interrupted("SIGINT");
    for (const same of [asJobError(error), cannotRead("f", error), cannotWrite("f", error)]) {
      assertStrictEquals(same, error);
    }
    const bug = new RangeError("bug");
    assertStrictEquals(asJobError(bug).cause, bug);
    assertMatch(bug.stack ?? "", /RangeError: bug/);
  },
});

Deno.test({ name: "errors: a failure is an error, of which the runtime keeps no stack", permissions: "none" }, () => {
  const error = cannotRead("a.csv", new Error("why"));
  assertStrictEquals(error instanceof Error && error instanceof JobError, true);
  assertEquals(String(error), `JobError: ${error.message}`);
  assertEquals([error.name, Reflect.get(error, "stack")], ["JobError", undefined]);
});
