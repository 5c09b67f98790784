/**
 * A stand-in for denort where it can't be had: lays out the files that are embedded in a binary, and starts them with
 * `deno run` and the permissions that stand in the binary.
 *
 * It shows that these files are all that a run needs, and these permissions too. It does not show that denort runs them.
 *
 * @module
 */
import { BUNDLE } from "../../tools/release/bundle.ts";
import { readSection, type Section } from "../../tools/release/section.ts";

/**
 * Unpacks a binary.
 *
 * @param folder Where to; it is there already.
 * @returns What comes before the binary's flags: words for `deno`.
 */
export async function unpack(binary: string, folder: string): Promise<string[]> {
  const section = readSection(await Deno.readFile(binary));
  for (const { name, bytes } of section.files) {
    await Deno.writeFile(`${folder}/${name.slice(name.lastIndexOf("/") + 1)}`, bytes);
  }
  return ["run", "--cached-only", "--no-check", "--no-config", ...permissionFlags(section), `${folder}/${BUNDLE}`];
}

/** Unpacks a binary, as {@linkcode unpack}, and makes a program of it that takes the binary's flags. */
export async function unpackProgram(binary: string, folder: string): Promise<string> {
  const program = `${folder}/batch-signal`;
  const command = [Deno.execPath(), ...await unpack(binary, folder)].map((word) => `'${word}'`).join(" ");
  await Deno.writeTextFile(program, `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
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
