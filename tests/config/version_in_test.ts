import { assertEquals } from "@std/assert";
import { versionIn } from "../../lib/config/version_in.ts";

const CASES: readonly [name: string, text: string, version: string | undefined][] = [
  ["another line is wrong", "seed: 42\nwindow: abc\nversion: v7\n", "v7"],
  ["a line before it is no pair", "seed 42\nversion: 'v7' # ours\n", "v7"],
  ["a line after it is nested", "version: v7\nwindow:\n  - 5\n", "v7"],
  ["all lines are indented", "  seed: 1\n  version: v7\n", "v7"],
  ["it opens with a mark and a comment", "---\n# ours\nversion: v7\nwindow: 0\n", "v7"],
  ["it has CRLF", "window: 0\r\nversion: v7\r\n", "v7"],
  ["it is wrong itself", "version: 1.10\nwindow: 0\n", undefined],
  ["it is empty", "version:\n", undefined],
  ["it is there twice", "version: a\nversion: b\n", undefined],
  ["it is nested", "job:\n  version: v7\n", undefined],
  ["it is a part of a name", "my_version: v7\n", undefined],
  ["it is not there", "seed: 1\n", undefined],
  ["it is in a comment", "# version: v7\n", undefined],
];

for (const [name, text, version] of CASES) {
  Deno.test({ name: `version in a config: ${name}`, permissions: "none" }, () => {
    assertEquals(versionIn(new TextEncoder().encode(text)), version);
  });
}

Deno.test({ name: "version in a config: one that is too large is not read", permissions: "none" }, () => {
  assertEquals(versionIn(new TextEncoder().encode("version: v7\n".padEnd((1 << 20) + 1, "\n"))), undefined);
});
