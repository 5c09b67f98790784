import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { completions } from "../../lib/commands/completions.ts";
import { COMPLETIONS_USAGE, SHELLS } from "../../lib/commands/completions_command_line.ts";
import { usages } from "../../lib/commands/usages.ts";
import { Folder } from "../command.ts";

for (const shell of SHELLS) {
  Deno.test(`completions: ${shell}: the command prints a script that has every flag`, async () => {
    using folder = new Folder();
    const { code, stdout, stderr } = await folder.run(["completions", shell]);
    assertEquals([code, stdout, stderr], [0, completions(shell), ""]);
    for (const { flags } of usages()) {
      for (const { name } of flags) assertStringIncludes(stdout, shell === "fish" ? `-l ${name.slice(2)}` : name);
    }
    assertEquals(folder.names(), ["config.yaml", "in.csv"]);
  });
}

Deno.test("completions: help, and what is refused", async () => {
  using folder = new Folder();
  assertEquals(await folder.run(["completions", "--help"]), { code: 0, stdout: COMPLETIONS_USAGE, stderr: "" });
  const expected = "expected bash, zsh or fish; write batch-signal completions bash\n";
  for (
    const [words, found] of [
      [[], "completions is given alone"],
      [["tcsh"], '"tcsh" follows completions'],
      [["bash", "zsh"], '"bash zsh" follows completions'],
    ] as const
  ) {
    const stderr = `batch-signal: ${found}, ${expected}`;
    assertEquals(await folder.run(["completions", ...words]), { code: 2, stdout: "", stderr });
  }
});

function isThere(program: string): boolean {
  try {
    return new Deno.Command(program, { args: ["--version"], stdout: "null", stderr: "null" }).outputSync().success;
  } catch {
    return false;
  }
}

/** What a shell completes the last of the words with; the script is in the file `script`. */
const COMPLETE: Readonly<Record<string, (words: readonly string[]) => string>> = {
  bash: (words) =>
    `source ./script; COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${
      words.length - 1
    }; _batch_signal; printf '%s\\n' "\${COMPREPLY[@]}"`,
  fish: (words) => `source ./script; complete -C '${words.join(" ")}'`,
};

/** A line, and completions that have to be among those that the shell offers, or all of them. */
const LINES: readonly (readonly [words: readonly string[], offered: readonly string[], isAll: boolean])[] = [
  [["batch-signal", "--log"], ["--log-file", "--log-format"], true],
  [["batch-signal", "-i", "in.csv", "--log-format", ""], ["json", "text"], true],
  [["batch-signal", "--input", "in"], ["in.csv"], true],
  [["batch-signal", "ins"], ["inspect"], true],
  [["batch-signal", "inspect", "--"], ["--config-only", "--help", "--json"], true],
  [["batch-signal", "inspect", "in"], ["in.csv"], true],
  [["batch-signal", "merge", "--allow"], ["--allow-failed", "--allow-mixed"], true],
  [["batch-signal", "compare", "--max"], ["--max-change"], true],
  [["batch-signal", "completions", ""], ["bash", "fish", "zsh"], true],
  [["batch-signal", "schema", ""], ["config", "metrics", "state"], true],
  [["batch-signal", ""], ["compare", "inspect", "merge"], false],
];

for (const [shell, complete] of Object.entries(COMPLETE)) {
  const isHere = isThere(shell);
  Deno.test({
    name: `completions: ${shell} completes flags, words, verbs and files${isHere ? "" : ` (skipped: no ${shell})`}`,
    ignore: !isHere,
  }, async () => {
    using folder = new Folder({ script: completions(shell === "bash" ? "bash" : "fish") });
    for (const [words, offered, isAll] of LINES) {
      const { success, stdout, stderr } = await new Deno.Command(shell, {
        args: ["-c", complete(words)],
        cwd: folder.path,
        env: { HOME: folder.path },
      }).output();
      assert(success, new TextDecoder().decode(stderr));
      // A description follows a tab.
      const found = new TextDecoder().decode(stdout).split("\n").map((line) => line.split("\t")[0] ?? "")
        .filter((line) => line !== "").sort();
      if (isAll) assertEquals(found, [...offered], words.join(" "));
      else assertEquals(offered.filter((word) => !found.includes(word)), [], words.join(" "));
    }
  });
}

for (const [program, shell, args] of [["zsh", "zsh", ["-n"]], ["shellcheck", "bash", ["-s", "bash"]]] as const) {
  const isHere = isThere(program);
  Deno.test({
    name: `completions: ${program} finds nothing wrong in the script for ${shell}${
      isHere ? "" : ` (skipped: no ${program})`
    }`,
    ignore: !isHere,
  }, async () => {
    using folder = new Folder({ script: completions(shell) });
    const { code, stdout, stderr } = await new Deno.Command(program, { args: [...args, "script"], cwd: folder.path })
      .output();
    const said = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    assertEquals([code, ...said], [0, "", ""]);
  });
}
