/**
 * A stand-in for denort where it can't be had: lays out the files that are embedded in a binary, and starts them with
 * `deno run` and the permissions that stand in the binary.
 *
 * It shows that these files are all that a run needs, and these permissions too. It does not show that denort runs them.
 *
 * @module
 */
import { findEmbedded } from "../../tools/release/embed.ts";
import { ignoreMissing } from "../../tools/release/stage.ts";
import { readSection, type Section } from "../../tools/release/section.ts";

const NPM_IN_BINARY = ".deno_compile_node_modules/localhost/";

/**
 * Unpacks a binary.
 *
 * @param folder Where to; it is there already. It gets the project's files, and a Deno cache with the npm packages.
 * @returns What comes before the binary's flags: words for `deno`, to be run with the cache `folder/deno`.
 */
export async function unpack(binary: string, root: URL, folder: string): Promise<string[]> {
  const section = readSection(await Deno.readFile(binary));
  const { npm, npmCache } = await findEmbedded(root);
  const registry = npm[0]?.split("/", 1)[0] ?? "";
  const npmFolder = `deno/npm/${registry}/`;
  for (const { name, bytes } of section.files) {
    const isNpm = name.startsWith(NPM_IN_BINARY);
    write(`${folder}/${isNpm ? npmFolder + name.slice(NPM_IN_BINARY.length) : `project/${name}`}`, bytes);
  }
  // Which versions there are stands beside them, and not in the binary, which has its own list.
  for (const manifest of npm.filter((name) => name.endsWith("/package.json"))) {
    const name = `${manifest.split("/").slice(0, -2).join("/")}/registry.json`;
    await Deno.readFile(`${npmCache}${name}`).then(
      (bytes) => write(`${folder}/deno/npm/${name}`, bytes),
      ignoreMissing,
    );
  }

  return ["run", "--cached-only", "--no-check", "--no-lock", ...permissionFlags(section), `${folder}/project/main.ts`];
}

/** Unpacks a binary, as {@linkcode unpack}, and makes a program of it that takes the binary's flags. */
export async function unpackProgram(binary: string, root: URL, folder: string): Promise<string> {
  const program = `${folder}/batch-signal`;
  const command = [Deno.execPath(), ...await unpack(binary, root, folder)].map((word) => `'${word}'`).join(" ");
  await Deno.writeTextFile(program, `#!/bin/sh\nDENO_DIR='${folder}/deno' exec ${command} "$@"\n`, { mode: 0o755 });
  return program;
}

/** The permissions in a binary, as flags: an empty list stands for all. */
function permissionFlags({ metadata }: Section): string[] {
  return Object.entries(metadata["permissions"] ?? {}).flatMap(([name, value]) => {
    // Where all hosts are denied, those that are allowed by default have no meaning.
    if (value === null || name === "allow_import") return [];
    if (name === "prompt") return value === false ? ["--no-prompt"] : [];
    const flag = `--${name.replace("_", "-")}`;
    return [Array.isArray(value) && value.length > 0 ? `${flag}=${value.join(",")}` : flag];
  });
}

function write(path: string, bytes: Uint8Array): void {
  Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  Deno.writeFileSync(path, bytes);
}
