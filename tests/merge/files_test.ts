import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { JobError } from "../../lib/errors.ts";
import { findFiles, readText, standingOf } from "../../lib/merge/files.ts";
import { StopRequest } from "../../lib/stop.ts";
import { Folder } from "../command.ts";

Deno.test("files: all paths of a file have one identity", () => {
  using folder = new Folder({ "a.json": "{}", "b.json": "{}" });
  Deno.symlinkSync(folder.of("a.json"), folder.of("link.json"));
  Deno.linkSync(folder.of("a.json"), folder.of("hard.json"));
  const own = standingOf(folder.of("a.json"));
  assertEquals([own.isFolder, own.refusal], [false, undefined]);
  for (const name of ["link.json", "hard.json", "./a.json"]) assertEquals(standingOf(folder.of(name)), own);
  assertNotEquals(standingOf(folder.of("b.json")).identity, own.identity);
  const none = folder.of("none.json");
  assertEquals(standingOf(none), { identity: none, isFolder: false, refusal: undefined });
  const error = assertThrows(() => standingOf(folder.of("a.json/x")), JobError);
  assertEquals([error.exitCode, error.found], [5, "cannot be read: a part of the path is not a directory"]);
});

Deno.test("files: names and patterns, and the first that can't be read", async () => {
  using folder = new Folder({ "a-1.json": "{}", "a-10.json": "{}", "a-2.json": "{}" });
  Deno.mkdirSync(folder.of("a-3.json"));
  const stop = new StopRequest();
  const found = await findFiles([folder.of("a-2.json"), folder.of("a-*.json")], stop);
  const names = ["a-2.json", "a-1.json", "a-2.json", "a-10.json"].map((name) => folder.of(name));
  assertEquals([found.paths, found.failure], [names, undefined]);
  assertEquals(found.identities, new Set(names.map((path) => standingOf(path).identity)));

  const none = await findFiles([folder.of("none-*"), folder.of("a-3.json")], stop);
  assertEquals(none.failure?.message, `${folder.of("none-*")}: cannot be read: no file matches`);
  const named = await findFiles([folder.of("a-1.json"), folder.of("a-3.json")], stop);
  assertEquals(named.failure?.message, `${folder.of("a-3.json")}: cannot be read: it is a directory`);
});

Deno.test("files: only regular files of a sensible size are read", () => {
  using folder = new Folder({ "a.json": "{}", "large.json": "" });
  for (const text of ["{}", "\ufeff\u{1f4c8}", "\ufffd"]) {
    folder.write("a.json", text);
    assertEquals(readText(folder.of("a.json")), text);
  }
  folder.write("a.json", new Uint8Array([0x7b, 0xff, 0x7d]));
  const foreign = assertThrows(() => readText(folder.of("a.json")), JobError);
  const message = `${folder.of("a.json")}: the file is not UTF-8, expected metrics of batch-signal`;
  assertEquals([foreign.exitCode, foreign.message], [4, message]);
  Deno.truncateSync(folder.of("large.json"), (256 << 20) + 1);
  assertEquals(new Deno.Command("mkfifo", { args: [folder.of("pipe")] }).outputSync().success, true);
  const cases: readonly [name: string, exitCode: number, message: string][] = [
    ["", 5, "cannot be read: it is a directory"],
    ["pipe", 5, "cannot be read: it is not a regular file"],
    ["large.json", 4, "the file has more than 268435456 bytes, expected metrics of batch-signal"],
  ];
  for (const [name, exitCode, message] of cases) {
    const { refusal } = standingOf(folder.of(name));
    assertEquals([refusal?.exitCode, refusal?.message], [exitCode, `${folder.of(name)}: ${message}`]);
  }
  const error = assertThrows(() => readText(folder.of("none.json")), JobError);
  assertEquals([error.exitCode, error.found], [5, "cannot be read: no such file or directory"]);
});
