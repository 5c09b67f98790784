import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { JobError } from "../../lib/errors.ts";
import { createLogFile, discardOutput, writeOutput } from "../../lib/outputs/atomic_file.ts";
import { untilRemoved } from "../../lib/outputs/standing.ts";
import { writeAll } from "../../lib/outputs/write_all.ts";
import { Folder } from "../command.ts";

const FILES = ["config.yaml", "in.csv"];

Deno.test("output: a file is written whole, over an old one too, and nothing else is left", () => {
  using folder = new Folder({ "m.json": "a much longer old text" });
  writeOutput(folder.of("m.json"), [new TextEncoder().encode("new\n")]);
  assertEquals(folder.read("m.json"), "new\n");
  assertEquals(folder.names(), [...FILES, "m.json"]);
});

Deno.test("output: discarding removes the old file and leaves nothing", () => {
  using folder = new Folder({ "m.json": "old" });
  discardOutput(folder.of("m.json"));
  discardOutput(folder.of("m.json"));
  assertEquals(folder.names(), FILES);
});

Deno.test("output: a large file is out of the way at once, and gone when that is waited for", async () => {
  using folder = new Folder();
  for (const name of ["small", "large"]) {
    const path = folder.of(name);
    Deno.writeTextFileSync(path, "old");
    if (name === "large") Deno.truncateSync(path, 1 << 24);
    assertEquals(discardOutput(path, true), "replaceable");
    assertEquals(folder.names().includes(name), false);
    writeOutput(path, "new");
    await untilRemoved();
    assertEquals(folder.names(), [...FILES, name]);
    assertEquals(folder.read(name), "new");
    discardOutput(path);
  }
  Deno.writeTextFileSync(folder.of("large"), "old");
  Deno.truncateSync(folder.of("large"), 1 << 24);
  // Whoever does not wait leaves nothing.
  discardOutput(folder.of("large"));
  assertEquals(folder.names(), FILES);
});

Deno.test({ name: "output: links are replaced, not followed", ignore: Deno.build.os === "windows" }, () => {
  using folder = new Folder({ "precious": "precious" });
  for (const target of ["precious", "nothing"]) {
    Deno.symlinkSync(target, folder.of("l"));
    discardOutput(folder.of("l"));
    Deno.symlinkSync(target, folder.of("l"));
    createLogFile(folder.of("l")).file.close();
    assertEquals(Deno.lstatSync(folder.of("l")).isFile, true);
    Deno.removeSync(folder.of("l"));
  }
  assertEquals(folder.read("precious"), "precious");
  assertEquals(folder.names(), [...FILES, "precious"]);
});

Deno.test({ name: "output: a link to a device is left alone", ignore: Deno.build.os === "windows" }, () => {
  using folder = new Folder();
  const path = folder.of("m.json");
  Deno.symlinkSync("/dev/null", path);
  for (const call of [() => discardOutput(path), () => writeOutput(path, [])]) {
    const error = assertThrows(call, JobError);
    assertEquals(
      error.message,
      `${path}: cannot be written: it is not a regular file, expected a regular file or none`,
    );
    assertEquals(Deno.readLinkSync(path), "/dev/null");
  }
});

Deno.test("output: folders are left alone, and missing ones named", () => {
  using folder = new Folder();
  Deno.mkdirSync(folder.of("d"));
  const notFile = `${folder.of("d")}: cannot be written: it is not a regular file, expected a regular file or none`;
  const missing = `${folder.of("none/x")}: cannot be written: the folder ${folder.of("none")} does not exist`;
  for (
    const [call, message] of [
      [() => discardOutput(folder.of("d")), notFile],
      [() => writeOutput(folder.of("d"), []), notFile],
      [() => createLogFile(folder.of("d")), notFile],
      [() => discardOutput(folder.of("none/x")), missing],
      [() => writeOutput(folder.of("none/x"), []), missing],
      [() => createLogFile(folder.of("none/x")), missing],
    ] as const
  ) {
    const error = assertThrows(call, JobError);
    assertEquals([error.message, error.kind, error.exitCode], [message, "io", 5]);
  }
  assertEquals(folder.names(), ["config.yaml", "d", "in.csv"]);
});

Deno.test(
  { name: "output: a write that fails leaves no temporary file", ignore: Deno.build.os !== "linux" },
  async () => {
    using folder = new Folder();
    const module = new URL("../../lib/outputs/atomic_file.ts", import.meta.url).href;
    folder.write("write.ts", `import { writeOutput } from "${module}"; writeOutput("m.json", "x".repeat(10_000));`);
    // A limit on the size of files, as a full disk would.
    const { code, stderr } = await folder.shell(
      `unset DENO_COVERAGE_DIR; trap '' XFSZ; ulimit -f 1; '${Deno.execPath()}' run --no-prompt --allow-read --allow-write write.ts`,
    );
    assertEquals(code, 1);
    assertMatch(stderr, /JobError: m\.json: cannot be written: file too large\n/);
    assertEquals(folder.names(), [...FILES, "write.ts"]);
  },
);

/** Whether permissions bind this user: they do not bind root. */
const IS_BOUND = (() => {
  using folder = new Folder();
  if (Deno.build.os === "windows") return false;
  Deno.chmodSync(folder.path, 0o555);
  try {
    folder.write("x", "");
    return false;
  } catch {
    return true;
  } finally {
    Deno.chmodSync(folder.path, 0o755);
  }
})();
const UNLESS_BOUND = IS_BOUND ? "" : " (skipped: permissions do not bind this user)";

Deno.test(
  { name: `output: an old file that can't be removed is written in place${UNLESS_BOUND}`, ignore: !IS_BOUND },
  () => {
    using folder = new Folder({ "m.json": "old success", "sealed.json": "old" });
    Deno.chmodSync(folder.of("sealed.json"), 0o444);
    Deno.chmodSync(folder.path, 0o555);
    try {
      assertEquals(discardOutput(folder.of("m.json")), "in place");
      assertEquals(folder.read("m.json"), "");
      writeOutput(folder.of("m.json"), "new");
      assertEquals(folder.read("m.json"), "new");
      const error = assertThrows(() => discardOutput(folder.of("sealed.json")), JobError);
      assertEquals(error.message, `${folder.of("sealed.json")}: cannot be written: permission denied`);
      assertEquals(folder.names(), [...FILES, "m.json", "sealed.json"]);
    } finally {
      Deno.chmodSync(folder.path, 0o755);
    }
  },
);

Deno.test({ name: `output: a folder that can't be read takes a file${UNLESS_BOUND}`, ignore: !IS_BOUND }, () => {
  using folder = new Folder();
  Deno.chmodSync(folder.path, 0o333);
  try {
    writeOutput(folder.of("m.json"), [new TextEncoder().encode("new")]);
  } finally {
    Deno.chmodSync(folder.path, 0o755);
  }
  assertEquals(folder.read("m.json"), "new");
});

Deno.test({ name: "output: short writes are continued", permissions: "none" }, () => {
  const taken: number[] = [];
  const writer = {
    writeSync(bytes: Uint8Array) {
      taken.push(...bytes.subarray(0, 2));
      return Math.min(2, bytes.length);
    },
  };
  writeAll(writer, Uint8Array.of(1, 2, 3, 4, 5));
  assertEquals(taken, [1, 2, 3, 4, 5]);
  assertThrows(() => writeAll({ writeSync: () => 0 }, Uint8Array.of(1)), Error, "nothing more is taken");
});

Deno.test({ name: "output: a write that a signal interrupts is made again", permissions: "none" }, () => {
  const taken: number[] = [];
  let isFirst = true;
  const writer = {
    writeSync(bytes: Uint8Array) {
      const wasFirst = isFirst;
      isFirst = false;
      if (wasFirst) throw new Deno.errors.Interrupted("Interrupted system call (os error 4)");
      taken.push(...bytes);
      return bytes.length;
    },
  };
  writeAll(writer, Uint8Array.of(1, 2, 3));
  assertEquals(taken, [1, 2, 3]);
});
