/**
 * Which file of an npm package an import of it means.
 *
 * @module
 */

/** What the runtime takes for true in `exports`. */
const CONDITIONS = ["deno", "node", "import", "module-sync", "default"];

/**
 * The file that a subpath of a package stands for, without `./`.
 *
 * Follows {@link https://nodejs.org/api/esm.html#resolution-algorithm-specification PACKAGE_EXPORTS_RESOLVE} for what our
 * packages use: plain subpaths, and those with a `*`.
 *
 * @param manifest The package's `package.json`.
 * @param subpath As in `exports`: `.` for the package itself, `./yaml/parse.js` for a part of it.
 * @throws {Error} There is no such subpath.
 */
export function targetOf(manifest: unknown, subpath: string): string {
  const exports = property(manifest, "exports");
  const main = property(manifest, "module") ?? property(manifest, "main") ?? "index.js";
  const target = exports === undefined ? (subpath === "." ? main : subpath) : matching(exports, subpath);
  if (typeof target !== "string") throw new Error(`${property(manifest, "name")}: it exports no ${subpath}`);
  return target.replace(/^\.\//, "");
}

function matching(exports: unknown, subpath: string): unknown {
  const isBare = typeof exports !== "object" || !Object.keys(exports ?? {}).some((key) => key.startsWith("."));
  if (isBare) return subpath === "." ? chosen(exports) : undefined;
  const exact = property(exports, subpath);
  if (exact !== undefined) return chosen(exact);
  for (const [pattern, target] of Object.entries(exports ?? {})) {
    const [before, after] = pattern.split("*", 2);
    if (before === undefined || after === undefined || subpath.length < pattern.length) continue;
    if (!subpath.startsWith(before) || !subpath.endsWith(after)) continue;
    const star = subpath.slice(before.length, subpath.length - after.length);
    return chosen(target)?.replaceAll("*", star);
  }
  return undefined;
}

/** The first target whose conditions hold. */
function chosen(target: unknown): string | undefined {
  if (typeof target === "string") return target;
  if (typeof target !== "object" || target === null) return undefined;
  for (const [condition, inner] of Object.entries(target)) {
    const found = CONDITIONS.includes(condition) ? chosen(inner) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
