import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { JobError } from "../../lib/errors.ts";
import { identityOf, infoOf, readSmallFile } from "../../lib/merge/files.ts";
import { Folder } from "../command.ts";

Deno.test("files: all paths of a file have one identity", () => {
  using folder = new Folder({ "a.json": "{}", "b.json": "{}" });
  Deno.symlinkSync(folder.of("a.json"), folder.of("link.json"));
  Deno.linkSync(folder.of("a.json"), folder.of("hard.json"));
  const own = identityOf(folder.of("a.json"));
  for (const name of ["link.json", "hard.json", "./a.json"]) assertEquals(identityOf(folder.of(name)), own);
  assertNotEquals(identityOf(folder.of("b.json")), own);
  assertEquals(identityOf(folder.of("none.json")), folder.of("none.json"));
  assertEquals([infoOf(folder.of("a.json"))?.size, infoOf(folder.of("none.json"))], [2, undefined]);
});

Deno.test("files: only regular files of a sensible size are read", () => {
  using folder = new Folder({ "a.json": "{}", "large.json": "" });
  assertEquals(readSmallFile(folder.of("a.json")), new Uint8Array([0x7b, 0x7d]));
  Deno.truncateSync(folder.of("large.json"), (256 << 20) + 1);
  assertEquals(new Deno.Command("mkfifo", { args: [folder.of("pipe")] }).outputSync().success, true);
  const cases: readonly [name: string, exitCode: number, message: string][] = [
    ["none.json", 5, "cannot be read: no such file or directory"],
    ["", 5, "cannot be read: it is a directory"],
    ["pipe", 5, "cannot be read: it is not a regular file"],
    ["large.json", 4, "the file has more than 268435456 bytes, expected metrics of batch-signal"],
  ];
  for (const [name, exitCode, message] of cases) {
    const error = assertThrows(() => readSmallFile(folder.of(name)), JobError);
    assertEquals([error.exitCode, error.message], [exitCode, `${folder.of(name)}: ${message}`]);
  }
});
