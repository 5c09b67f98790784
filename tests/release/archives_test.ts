import { assertEquals } from "@std/assert";
import { SHELLS } from "../../lib/commands/completions_command_line.ts";
import { completions } from "../../lib/commands/completions.ts";
import { Folder } from "../command.ts";

const ROOT = new URL("../../", import.meta.url);
const SCRIPT = new URL("tools/release/archives.sh", ROOT).pathname;
const LINUX = "batch-signal-x86_64-unknown-linux-gnu";
const WINDOWS = "batch-signal-x86_64-pc-windows-msvc";

async function archive(folder: string) {
  const { code, stderr } = await new Deno.Command("sh", {
    args: [SCRIPT, folder],
    env: { DENO: Deno.execPath(), NO_COLOR: "1" },
  }).output();
  return [code, new TextDecoder().decode(stderr)];
}

async function listed(path: string): Promise<string[]> {
  const { stdout } = await new Deno.Command("tar", { args: ["-tvzf", path], env: { TZ: "UTC" } }).output();
  return new TextDecoder().decode(stdout).trimEnd().split("\n").map((line) => {
    const [mode = "", owner = "", , day = "", , name = ""] = line.split(/ +/);
    return `${mode} ${owner} ${day} ${name}`;
  });
}

Deno.test({
  name: "archives: one for each binary, with all that belongs to it, in the same bytes each time",
  ignore: Deno.build.os !== "linux",
}, async () => {
  const binaries = { [LINUX]: "for Linux", [`${WINDOWS}.exe`]: "for Windows", "batch-signal.cdx.json": "{}" };
  using folder = new Folder(binaries);
  assertEquals(await archive(folder.path), [0, ""]);
  const file = "-rw-r--r-- 0/0 1970-01-01";
  const contents = (binary: string) => [
    `${file} ./CHANGELOG.md`,
    `${file} ./LICENSE`,
    `${file} ./README.md`,
    `${file} ./THIRD-PARTY-LICENSES.txt`,
    ...(binary === "batch-signal" ? [`-rwxr-xr-x 0/0 1970-01-01 ./${binary}`] : []),
    `${file} ./batch-signal.1`,
    ...(binary === "batch-signal" ? [] : [`-rwxr-xr-x 0/0 1970-01-01 ./${binary}`]),
    "drwxr-xr-x 0/0 1970-01-01 ./completions/",
    ...SHELLS.toSorted().map((shell) => `${file} ./completions/batch-signal.${shell}`),
  ];
  assertEquals(await listed(folder.of(`${LINUX}.tar.gz`)), contents("batch-signal"));
  assertEquals(await listed(folder.of(`${WINDOWS}.tar.gz`)), contents("batch-signal.exe"));
  assertEquals(folder.names().filter((name) => name.endsWith(".tar.gz")).length, 2);

  const { code } = await new Deno.Command("tar", { args: ["-xzf", `${LINUX}.tar.gz`], cwd: folder.path }).output();
  assertEquals([code, folder.read("batch-signal")], [0, "for Linux"]);
  for (const shell of SHELLS) assertEquals(folder.read(`completions/batch-signal.${shell}`), completions(shell));

  using again = new Folder(binaries);
  assertEquals(await archive(again.path), [0, ""]);
  for (const name of [`${LINUX}.tar.gz`, `${WINDOWS}.tar.gz`]) {
    assertEquals(Deno.readFileSync(again.of(name)), Deno.readFileSync(folder.of(name)));
  }
});

Deno.test({ name: "archives: a folder without binaries is an error", ignore: Deno.build.os !== "linux" }, async () => {
  using folder = new Folder();
  assertEquals(await archive(folder.path), [1, `archives: ${folder.path} has no binary\n`]);
});
