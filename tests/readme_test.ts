import { assert, assertEquals } from "@std/assert";
import { Folder } from "./command.ts";
import { lastPage, sectionOf, SHOWN, updated } from "../bench/readme.ts";
import { copyTree } from "./copy.ts";

const ROOT = new URL("../", import.meta.url);
const readme = await Deno.readTextFile(new URL("README.md", ROOT));
const ci = await Deno.readTextFile(new URL(".ci/run", ROOT));

/** The fenced blocks of one language. */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map(([, text = ""]) => text);
}

const commands = blocks("sh").flatMap((block) => block.trimEnd().split("\n"));

/** Commands that `.ci/run` starts, in their form with npx; the rest is started here. */
const isRunByCi = (command: string) => {
  const withNpx = command.replace(/^deno /, "npx -y deno@2.9.6 ");
  return ci.split("\n").some((line) => line.replace(/^step /, "").startsWith(withNpx));
};

/** A copy of what a user has who has cloned the project, without its tests. */
function clone(): Folder {
  const folder = new Folder();
  for (const name of ["main.ts", "lib", "deno.json", "deno.lock", "config.yaml", "data.csv"]) {
    copyTree(new URL(name, ROOT), folder.of(name));
  }
  return folder;
}

const withoutFigures = (text: string) =>
  text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME").replace(/(latency_ms"?[:=] ?|elapsed_ms=)\d+/g, "$1N");

const runHere = commands.filter((command) => !isRunByCi(command));

Deno.test({ name: "readme: every command is run, by .ci/run or here", permissions: "none" }, () => {
  assert(commands.includes("npx -y deno@2.9.6 task run") && commands.includes("npx -y deno@2.9.6 task test"));
  assertEquals(commands.length - runHere.length, 10);
  assertEquals(runHere.length, 2);
});

for (const command of runHere) {
  Deno.test({ name: `readme: ${command}`, ignore: Deno.build.os === "windows" }, async () => {
    using folder = clone();
    const { code, stdout, stderr } = await folder.shell(command.replace(/\bdeno /, `"${Deno.execPath()}" `));
    assertEquals([code, stderr], [0, ""]);
    const [success = ""] = blocks("json");
    assertEquals(withoutFigures(stdout), withoutFigures(success));
    assertEquals(folder.read("metrics.json"), stdout);
    const [log = ""] = blocks("text");
    const name = command.includes("--input data.csv") ? "data.csv" : "-";
    assertEquals(
      withoutFigures(folder.read("run.log") ?? ""),
      withoutFigures(log).replace("input=data.csv", `input=${name}`),
    );
  });
}

Deno.test("readme: the example of an error is what such a file gives", async () => {
  using folder = clone();
  folder.write("data.csv", `t,close\n${"1,2\n".repeat(15)}1,abc\n`);
  const { stdout } = await folder.run(["-i", "data.csv", "-c", "config.yaml", "-o", "metrics.json", "-l", "run.log"]);
  assertEquals(stdout, blocks("json")[1]);
});

Deno.test("readme: the config is the one in config.yaml", async () => {
  assertEquals(blocks("yaml"), [await Deno.readTextFile(new URL("config.yaml", ROOT))]);
});

const rows = (text: string) =>
  text.split("\n").filter((line) => line.startsWith("|")).map((line) =>
    line.split("|").map((cell) => cell.trim().replace(/^:?-+:?$/, "-")).join("|")
  );

for (const name of ["exact", ...SHOWN]) {
  Deno.test(`readme: the table of ${name} is the one that was measured last`, () => {
    const { page } = lastPage(name);
    // The page of exact is all shown, the others have marks.
    const measured = rows(name === "exact" ? page : sectionOf(page, name));
    assert(measured.length > 3);
    assertEquals(rows(sectionOf(readme, name)), measured);
  });
}

Deno.test("readme: deno task readme would change nothing but the width of columns", () => {
  const plain = (text: string) => text.split("\n").filter((line) => !line.startsWith("|")).join("\n");
  assertEquals(plain(updated(readme)), plain(readme));
  assertEquals(rows(updated(readme)), rows(readme));
});

Deno.test("readme: every image is there", () => {
  const images = [...readme.matchAll(/!\[.*?\]\((.*?)\)/g)].map(([, path = ""]) => path);
  assert(images.some((path) => path.startsWith("bench/runs/growth-")));
  for (const path of images) assert(Deno.statSync(new URL(path, ROOT)).isFile, path);
});
