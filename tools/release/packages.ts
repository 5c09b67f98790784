/**
 * The npm packages that a run may need, laid out as files from Deno's cache, without network.
 *
 * @module
 */

/** A package, by its name and version: `deno-std@1.4.0`. */
export interface Package {
  readonly id: string;
  /** With `/` at its end. */
  readonly folder: string;
}

/** Packages in a folder that is there for the time of a build. */
export interface Packages {
  readonly folder: string;
  /** What the import map says for a specifier, as a path in a package: `deno-std/yaml/parse.js`. */
  pathOf(specifier: string): string | undefined;
  remove(): Promise<void>;
}

/** A package's file, by its path: Deno lays out each below a folder that names the version. */
const PACKAGE_FILE = /^(?<folder>.*\/\.deno\/(?<id>[^/]+@[^/@]+)\/node_modules\/(?:@[^/]+\/)?[^/]+\/)/;

/**
 * Lays out the packages of the project's import map, in the versions of its lock file.
 *
 * @throws {Error} One is not in Deno's cache.
 */
export async function layOutPackages(root: string): Promise<Packages> {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "batch-signal-packages-" }));
  const remove = () => Deno.remove(folder, { recursive: true });
  try {
    const { imports } = JSON.parse(await Deno.readTextFile(`${root}deno.json`)) as { imports: Record<string, string> };
    await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify({ nodeModulesDir: "auto", imports }));
    await Deno.copyFile(`${root}deno.lock`, `${folder}/deno.lock`);
    const { success, stderr } = await new Deno.Command("deno", {
      args: ["install", "--quiet", "--cached-only", "--frozen"],
      cwd: folder,
      env: { NO_COLOR: "1" },
    }).output();
    if (!success) throw new Error(`deno install: ${new TextDecoder().decode(stderr).trim()}`);
    return { folder, pathOf: (specifier) => pathIn(imports, specifier), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** `npm:/deno-std@1.4.0/yaml/parse.js` → `deno-std/yaml/parse.js`. A key that ends in a slash stands for all below it. */
function pathIn(imports: Readonly<Record<string, string>>, specifier: string): string | undefined {
  const key = Object.keys(imports).find((key) => specifier === key || key.endsWith("/") && specifier.startsWith(key));
  if (key === undefined) return undefined;
  const target = `${imports[key]}${specifier.slice(key.length)}`;
  const { name, path = "" } = /^npm:\/?(?<name>(?:@[^/]+\/)?[^/@]+)@[^/]+(?<path>\/.*)?$/.exec(target)?.groups ?? {};
  return name === undefined ? undefined : `${name}${path}`;
}

/** The packages that some files belong to, by name. */
export function packagesAmong(files: readonly string[]): Package[] {
  const found = new Map<string, Package>();
  for (const file of files) {
    const { id, folder } = PACKAGE_FILE.exec(file)?.groups ?? {};
    if (id !== undefined && folder !== undefined) found.set(id, { id: id.replace("+", "/"), folder });
  }
  return [...found.values()].sort((a, b) => a.id < b.id ? -1 : 1);
}

/**
 * What has to be kept with copies of packages: of each its licence, or, where it has no file of it, whom its sources name.
 *
 * @param files Those that are copied.
 * @param licence A text of the MIT licence.
 * @throws {Error} A package names no licence, or is under another than MIT without having its text.
 */
export async function licencesOf(
  packages: readonly Package[],
  files: readonly string[],
  licence: string,
): Promise<string> {
  const permission = licence.slice(licence.indexOf("Permission is hereby granted"));
  const texts = await Promise.all(packages.map(async ({ id, folder }) => {
    const name = [...Deno.readDirSync(folder)].find(({ name }) => /^licen[cs]e(\.|$)/i.test(name))?.name;
    if (name !== undefined) return `${id}\n\n${(await Deno.readTextFile(`${folder}${name}`)).trim()}\n`;
    const { license } = JSON.parse(await Deno.readTextFile(`${folder}package.json`)) as { license?: string };
    if (license !== "MIT") throw new Error(`${id}: it has no file of its licence, ${license}`);
    const own = await Promise.all(
      files.filter((file) => file.startsWith(folder)).map((file) => Deno.readTextFile(file)),
    );
    const holders = own.flatMap((text) =>
      text.match(/^\/\/ Copyright .*?(?=[. ]*(?:All rights reserved|MIT license)|$)/gm) ?? []
    );
    if (holders.length === 0) throw new Error(`${id}: its sources name nobody who holds the rights`);
    return `${id}\n\n${[...new Set(holders)].sort().map((line) => line.slice(3)).join("\n")}\n\n${permission.trim()}\n`;
  }));
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}
