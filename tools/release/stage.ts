/**
 * Lays out a copy of exactly the files that go into the binary, with fixed times: `deno compile` writes the times of files
 * into its output, so the same commit would give other bytes at every checkout.
 *
 * @module
 */
import type { Embedded } from "./embed.ts";

/** The time of every file in the copy. */
const TIME = new Date(0);

/** Where things are in the copy: the project's files, and a Deno cache with the npm packages. */
export interface Stage {
  readonly project: string;
  readonly denoDir: string;
}

/**
 * Makes the copy in a folder that is not there yet.
 *
 * @param commit Goes into the copy's `lib/build.json`.
 */
export async function layOut(root: URL, embedded: Embedded, commit: string, folder: string): Promise<Stage> {
  const stage = { project: `${folder}/project`, denoDir: `${folder}/deno` };
  for (const name of embedded.project) await copy(new URL(name, root), `${stage.project}/${name}`);
  await copy(new URL("deno.lock", root), `${stage.project}/deno.lock`).catch(ignoreMissing);
  const manifest = manifestFor(JSON.parse(await Deno.readTextFile(new URL("deno.json", root))), embedded.specifiers);
  await Deno.writeTextFile(`${stage.project}/deno.json`, `${JSON.stringify(manifest, null, 2)}\n`);
  await Deno.writeTextFile(`${stage.project}/lib/build.json`, `${JSON.stringify({ commit })}\n`);

  const npm = `${stage.denoDir}/npm`;
  for (const name of embedded.npm) await copy(`${embedded.npmCache}${name}`, `${npm}/${name}`);
  // What the registry said about each package stands beside its versions, unless the lock file had said it all.
  for (const manifest of embedded.npm.filter((name) => name.endsWith("/package.json"))) {
    const name = `${manifest.split("/").slice(0, -2).join("/")}/registry.json`;
    await copy(`${embedded.npmCache}${name}`, `${npm}/${name}`).catch(ignoreMissing);
  }
  await setTimes(folder);
  return stage;
}

/** What the binary needs of `deno.json`: no tasks, no test packages in its import map. */
function manifestFor(manifest: Record<string, unknown>, specifiers: readonly string[]): Record<string, unknown> {
  const { name, version, exports, license, imports } = manifest;
  const isUsed = (key: string) => specifiers.some((specifier) => specifier === key || isBelow(specifier, key));
  const used = Object.entries(imports ?? {}).filter(([key]) => isUsed(key));
  return { name, version, exports, license, imports: Object.fromEntries(used) };
}

/** A key of an import map that ends in a slash stands for all that begins with it. */
function isBelow(specifier: string, key: string): boolean {
  return key.endsWith("/") && specifier.startsWith(key);
}

async function copy(from: string | URL, to: string): Promise<void> {
  await Deno.mkdir(to.slice(0, to.lastIndexOf("/")), { recursive: true });
  await Deno.writeFile(to, await Deno.readFile(from));
}

async function setTimes(folder: string): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) await setTimes(`${folder}/${name}`);
    else await Deno.utime(`${folder}/${name}`, TIME, TIME);
  }
}

/** For what may not be there. */
export function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
