/**
 * Copying the project, for tests that change something in it.
 *
 * @module
 */

/** Copies a file, or a folder with all that is in it but for folders of generated data. */
export function copyTree(from: URL, to: string): void {
  if (Deno.statSync(from).isFile) {
    Deno.copyFileSync(from, to);
    return;
  }
  Deno.mkdirSync(to);
  for (const { name } of Deno.readDirSync(from)) {
    if (name !== "data") copyTree(new URL(`${from.href}/${name}`), `${to}/${name}`);
  }
}
