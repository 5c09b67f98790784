/**
 * Which tests start the command, and so can test what users hold.
 *
 * @module
 */

/** What is run against the binary: folders, and files of those that have other tests as well. */
export const END_TO_END: readonly string[] = [
  "tests/main_test.ts",
  "tests/runs_test.ts",
  "tests/utf8_fields_test.ts",
  "tests/warnings_test.ts",
  "tests/commands/",
  "tests/confidence/",
  "tests/config/",
  "tests/gates/",
  "tests/hostile/configs_test.ts",
  "tests/hostile/spectrum_test.ts",
  "tests/inputs/",
  "tests/inspect/",
  "tests/layouts/",
  "tests/manifest/",
  "tests/merge/",
  "tests/numbers/groups_test.ts",
  "tests/numbers/share_test.ts",
  "tests/outputs/",
  "tests/release/same_test.ts",
  "tests/report/",
  "tests/resume/begin_test.ts",
  "tests/rows/",
  "tests/security/injection_test.ts",
  "tests/security/permissions_test.ts",
  "tests/series/missing_parts_test.ts",
  "tests/series/symbol_files_test.ts",
  "tests/signal/",
  "tests/threads/",
];

/** What starts the command and is not, each with the reason. */
export const FROM_SOURCES: Readonly<Record<string, string>> = {
  "tests/deploy/": "they test the recipes around it",
  "tests/faults/": "system calls fail where a library can be loaded in front of the runtime",
  "tests/fuzz_test.ts": "it tests the fuzzer",
  "tests/hostile/candle_files_test.ts": "its limits on time and memory are for the sources",
  "tests/modules_test.ts": "it looks at what the sources import",
  "tests/pages_test.ts": "it has the commands of a checkout",
  "tests/security/memory_test.ts": "its limits are for the sources",
};
