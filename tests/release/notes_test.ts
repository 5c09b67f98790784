import { assertEquals, assertThrows } from "@std/assert";
import { notesOf, versionOf } from "../../tools/release/notes.ts";

const CHANGELOG =
  "# Changelog\n\n## Unreleased\n\n- new\n\n## 0.2.0 - 2026-12-01\n\n### Added\n\n- two\n\n## [0.1.0] - 2026-11-24\n\n- one\n\n## 0.0.1\n";

Deno.test({ name: "notes: the part of a version, without its heading", permissions: "none" }, () => {
  assertEquals(notesOf(CHANGELOG, "0.2.0"), "### Added\n\n- two\n");
  assertEquals(notesOf(CHANGELOG, "0.1.0"), "- one\n");
});

Deno.test({ name: "notes: a version that is missing or empty, a tag of another version", permissions: "none" }, () => {
  assertThrows(() => notesOf(CHANGELOG, "0.2"), Error, "CHANGELOG.md: it has no version 0.2");
  assertThrows(() => notesOf(CHANGELOG, "0.0.1"), Error, "CHANGELOG.md: it says nothing of version 0.0.1");
  assertThrows(
    () => versionOf("v1.0.0", "0.1.0"),
    Error,
    "the tag is v1.0.0, expected v0.1.0, the version in deno.json",
  );
  assertEquals(versionOf("v0.1.0", "0.1.0"), "0.1.0");
});
