import { assert, assertEquals } from "@std/assert";
import { Folder } from "../command.ts";
import { FAULT_FILES } from "./honest.ts";
import { inject, IS_INJECTABLE, UNLESS_INJECTABLE } from "./injector.ts";

const CAN_TRACE = IS_INJECTABLE &&
  await new Deno.Command("strace", { args: ["-f", "true"], stdout: "null", stderr: "null" }).output()
    .then(({ success }) => success, () => false);
const why = UNLESS_INJECTABLE !== "" ? UNLESS_INJECTABLE : CAN_TRACE ? "" : " (skipped: strace can't be run here)";

/** Calls as the kernel has them → as `inject.c` names them. What is not here changes no file and reads none. */
const NAMES: Readonly<Record<string, string>> = {
  open: "open",
  openat: "open",
  openat2: "open",
  creat: "open",
  read: "read",
  pread64: "read",
  readv: "read",
  preadv: "read",
  preadv2: "read",
  write: "write",
  pwrite64: "write",
  writev: "write",
  pwritev: "write",
  pwritev2: "write",
  fsync: "fsync",
  fdatasync: "fsync",
  sync_file_range: "fsync",
  rename: "rename",
  renameat: "rename",
  renameat2: "rename",
  unlink: "unlink",
  unlinkat: "unlink",
  close: "close",
  stat: "stat",
  lstat: "stat",
  statx: "stat",
  truncate: "truncate",
  ftruncate: "truncate",
  link: "link",
  linkat: "link",
  copy_file_range: "copy",
  sendfile: "copy",
  splice: "copy",
  mmap: "mmap",
};

/** The calls in a trace by `strace -y` on files in a folder, and on standard input and output. */
function* callsIn(trace: string, folder: string): Generator<string> {
  for (const line of trace.split("\n")) {
    const [, call = "", args = ""] = /^\d+ +(\w+)\((.*)/.exec(line) ?? [];
    const name = NAMES[call];
    if (name === undefined) continue;
    // A descriptor with its path; or a path, perhaps after the descriptor of the current folder.
    const [, fd, ofFd = "", ofPath] = /^(\d+)<([^>]*)>|^(?:AT_FDCWD<[^>]*>, )?"([^"]*)"/.exec(args) ?? [];
    const isTransfer = name === "read" || name === "write";
    if (isTransfer && (fd === "0" || fd === "1")) yield `${name} ${fd === "0" ? "stdin" : "stdout"}`;
    const path = ofPath === undefined ? ofFd : ofPath.startsWith("/") ? ofPath : `${folder}/${ofPath}`;
    if (path !== folder && !path.startsWith(`${folder}/`)) continue;
    const file = path === folder ? "." : path.slice(folder.length + 1);
    yield `${name} ${file.startsWith(".batch-signal-") ? "temporary" : file}`;
  }
}

Deno.test({ name: `faults: no call on the job's files escapes the injector${why}`, ignore: !CAN_TRACE }, async () => {
  using folder = new Folder(FAULT_FILES);
  const real = Deno.realPathSync(folder.path);
  const trace = `${real}.trace`;
  try {
    const { finished, calls } = await inject(folder, {
      prefix: `strace -f -y -s 4 -o ${trace}`,
    });
    assertEquals(finished.code, 0);
    const counted = calls.map(({ name, file }) => `${name} ${file}`).sort();
    const seen = [...callsIn(Deno.readTextFileSync(trace), real)].sort();
    assert(seen.length > 40, `strace saw ${seen.length} calls`);
    assertEquals(counted, seen);
  } finally {
    Deno.removeSync(trace);
  }
});
