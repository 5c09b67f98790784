import { assert, assertEquals } from "@std/assert";
import { errorsIn, Folder } from "./command.ts";
import { lastPage, sectionOf, SHOWN, updated } from "../bench/tables.ts";
import { signalRate } from "../lib/numbers/signal_rate.ts";
import { copyTree } from "./copy.ts";
import { FIXTURES } from "./layouts/fixtures.ts";

const ROOT = new URL("../", import.meta.url);
const read = (path: string) => Deno.readTextFileSync(new URL(path, ROOT));
const readme = read("README.md");
/** The pages for users: each has the command as a user of that page has it. */
const PAGES = ["README.md", ...[...Deno.readDirSync(new URL("docs", ROOT))].map(({ name }) => `docs/${name}`)]
  .filter((path) => path.endsWith(".md")).toSorted();
const ci = await Deno.readTextFile(new URL(".ci/run", ROOT));

/** The fenced blocks of one language. */
function blocks(language: string, page = readme): string[] {
  const fenced = new RegExp(`^ *\`\`\`${language}\\n(.*?)^ *\`\`\`$`, "gms");
  return [...page.matchAll(fenced)].map(([, text = ""]) => text);
}

const commands = PAGES.flatMap((page) => blocks("sh", read(page))).flatMap((block) => block.trimEnd().split("\n"));

/** Commands that `.ci/run` starts, in their form with npx; the rest is started here. */
const isRunByCi = (command: string) => {
  const withNpx = command.replace(/^deno /, "npx -y deno@2.9.6 ");
  return ci.split("\n").some((line) => line.replace(/^(?:step|whole) /, "").startsWith(withNpx));
};

/** A copy of what a user has who has cloned the project, without its tests. */
function clone(): Folder {
  const folder = new Folder();
  for (const name of ["main.ts", "lib", "deno.json", "deno.lock", "config.yaml", "data.csv"]) {
    copyTree(new URL(name, ROOT), folder.of(name));
  }
  return folder;
}

/** The name by which a heading is linked to. */
const anchorOf = (heading: string) => heading.toLowerCase().replace(/[^\w -]/g, "").replaceAll(" ", "-");

const withoutFigures = (text: string) =>
  text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME").replace(/(latency_ms"?[:=] ?|elapsed_ms=)\d+/g, "$1N")
    .replace(/ commit=\S+ deno=\S+/, " commit=C deno=D");

/** Commands that other tests run: those that need the network, a Docker daemon, or what can't be fetched everywhere. */
const RUN_ELSEWHERE: readonly [command: RegExp, test: string, mark: string][] = [
  [
    /^BASE_URL=https:\S+ sh tools\/release\/install\.sh ~\/\.local\/bin$/,
    "tests/release/install_test.ts",
    "tools/release/install.sh",
  ],
  [/^deno task prove:record$/, "tests/tasks_test.ts", '"prove:record"'],
  [/^deno task compile$/, "tests/release/compile_test.ts", 'manifest.tasks["compile"].command'],
  [/^deno task bundle$/, "tests/release/bundle_test.ts", "tools/release/bundle.ts"],
  [/^deno install --global /, "tests/release/bundle_test.ts", '"install", "--global", ...PERMISSIONS'],
  [/^docker build -t mlops-task \.$/, "tests/container/run.ts", "engine.build(IMAGE"],
  [/^docker run --rm mlops-task$/, "tests/container/checks.ts", "it runs its sample at once"],
  [
    /^mkdir -p out && docker run --rm --user /,
    "tests/container/checks.ts",
    "into a mounted folder of your own, as yourself",
  ],
];
const isRunElsewhere = (command: string) => RUN_ELSEWHERE.some(([pattern]) => pattern.test(command));

const runHere = commands.filter((command) => !isRunByCi(command) && !isRunElsewhere(command));

Deno.test({ name: "readme: every command is run, by .ci/run or here", permissions: "none" }, () => {
  assert(commands.includes("npx -y deno@2.9.6 task run") && commands.includes("npx -y deno@2.9.6 task test"));
  assertEquals(commands.filter(isRunByCi).length, 10);
  assertEquals(commands.filter(isRunElsewhere).length, RUN_ELSEWHERE.length);
  assertEquals(runHere.length, 3);
});

Deno.test({ name: "readme: it fits in 180 lines", permissions: "none" }, () => {
  const lines = readme.trimEnd().split("\n").length;
  assert(lines <= 180, `${lines} lines`);
});

for (const page of PAGES) {
  Deno.test(`readme: each link and image in ${page} is there`, () => {
    const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link)
      .filter((link) => !/^https?:/.test(link));
    for (const link of links) {
      const target = new URL(link, new URL(page, ROOT));
      const anchor = target.hash.slice(1);
      target.hash = "";
      const text = Deno.readTextFileSync(target);
      const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => anchorOf(heading));
      assert(anchor === "" || anchors.includes(anchor), link);
    }
  });
}

Deno.test("readme: every command in CONTRIBUTING.md is run, by .ci/run or here", async () => {
  const page = await Deno.readTextFile(new URL("CONTRIBUTING.md", ROOT));
  const commands = blocks("sh", page).flatMap((block) => block.trim().split("\n")).map((line) => line.trim());
  assert(commands.length > 5);
  const others = commands.filter((command) => !isRunByCi(command));
  assertEquals(others, ["deno test --no-check --allow-read tests/numbers/decimal_test.ts"]);
  for (const command of others) {
    const { code } = await new Deno.Command(Deno.execPath(), { args: command.split(" ").slice(1), cwd: ROOT }).output();
    assertEquals(code, 0, command);
  }
});

Deno.test("readme: a command that another test runs is there, and so is the test", async () => {
  for (const [pattern, test, mark] of RUN_ELSEWHERE) {
    assertEquals(commands.filter((command) => pattern.test(command)).length, 1, String(pattern));
    assert((await Deno.readTextFile(new URL(test, ROOT))).includes(mark), `${test} has no ${mark}`);
  }
});

for (const command of runHere) {
  Deno.test({ name: `readme: ${command}`, ignore: Deno.build.os === "windows" }, async () => {
    using folder = clone();
    const { code, stdout, stderr } = await folder.shell(command.replace(/\bdeno /, `NO_COLOR=1 "${Deno.execPath()}" `));
    // The task runner names the task.
    assertEquals([code, stderr.replace(/^Task .*\n/, "")], [0, ""], command);
    if (command.includes(" inspect ")) {
      assert(stdout.endsWith("config that fits\n\n" + read("config.yaml") + "timestamp_column: timestamp\n"), stdout);
      return;
    }
    const [success = ""] = blocks("json");
    assertEquals(withoutFigures(stdout), withoutFigures(success));
    assertEquals(folder.read("metrics.json"), stdout);
    const log = blocks("text").find((block) => block.includes("job started")) ?? "";
    const name = command.includes("--input data.csv") ? "data.csv" : "-";
    const reason = name === "-" ? "the input is not one file" : "more would not be faster";
    assertEquals(
      withoutFigures(folder.read("run.log") ?? ""),
      withoutFigures(log).replace("input=data.csv", `input=${name}`).replace("more would not be faster", reason),
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
  assertEquals(blocks("yaml")[0], await Deno.readTextFile(new URL("config.yaml", ROOT)));
});

const recipes = blocks("yaml", read("docs/candles.md"));

Deno.test({ name: "readme: there are recipes for five sources", permissions: "none" }, () => {
  assertEquals(recipes.map((recipe) => /^# (.*)$/m.exec(recipe)?.[1]), [
    "binance-spot",
    "cryptodatadownload",
    "kaggle-btc",
    "yfinance",
    "polygon",
  ]);
});

for (const recipe of recipes) {
  const [, layout] = /^# (.*)$/m.exec(recipe) ?? [];
  const fixtures = FIXTURES.filter((fixture) => fixture.layout === layout);
  Deno.test(`readme: the recipe for ${layout} gives the signals of the candles in plain form`, async () => {
    assert(fixtures.length > 0);
    for (const fixture of fixtures) {
      using folder = new Folder({ "in.csv": fixture.text, "config.yaml": recipe });
      const { code, stderr } = await folder.run();
      assertEquals([code, errorsIn(stderr)], [0, ""], fixture.name);
      const { rows_processed, value } = JSON.parse(folder.read("metrics.json") ?? "");
      const plain = await Promise.all(Object.values(fixture.plain).map((text) => countsOf(text, recipe)));
      const rows = plain.reduce((sum, counts) => sum + counts.rows, 0);
      const ones = plain.reduce((sum, counts) => sum + counts.ones, 0);
      assertEquals([rows_processed, value], [rows, signalRate(ones, rows)], fixture.name);
    }
  });
}

/** Rows and signals of a plain file, with a recipe's window and warm-up. */
async function countsOf(text: string, recipe: string): Promise<{ rows: number; ones: number }> {
  const config = recipe.split("\n").filter((line) => !/^(layout|invalid_rows|max_invalid_rows):/.test(line)).join("\n");
  using folder = new Folder({ "in.csv": text, "config.yaml": config });
  await folder.run();
  const log = folder.read("run.log") ?? "";
  const count = (name: string) => Number(new RegExp(`${name}=([0-9]+)`).exec(log)?.[1]);
  return { rows: count("signals_1") + count("signals_0"), ones: count("signals_1") };
}

const rows = (text: string) =>
  text.split("\n").filter((line) => line.startsWith("|")).map((line) =>
    line.split("|").map((cell) => cell.trim().replace(/^:?-+:?$/, "-")).join("|")
  );

for (const [name, file] of Object.entries({ exact: "exactness.md", ...SHOWN })) {
  Deno.test(`readme: the table of ${name} in docs/${file} is the one that was measured last`, () => {
    const { page } = lastPage(name);
    // The page of exact is all shown, the others have marks.
    const measured = rows(name === "exact" ? page : sectionOf(page, name));
    assert(measured.length > 3);
    assertEquals(rows(sectionOf(read(`docs/${file}`), name)), measured);
  });
}

for (const [name, file] of Object.entries(SHOWN)) {
  Deno.test(`readme: deno task bench:docs would change nothing of ${name} but the width of columns`, () => {
    const page = read(`docs/${file}`);
    const plain = (text: string) => text.split("\n").filter((line) => !line.startsWith("|")).join("\n");
    assertEquals(plain(updated(page, name)), plain(page));
    assertEquals(rows(updated(page, name)), rows(page));
  });
}
