/**
 * How a script is started that imports a package with native code from npm: past the project's lock file, for the package
 * is no part of the project.
 *
 * @module
 */

/** Such packages load a library, and look at the system and its environment to choose which. */
export const DENO_WITH_NATIVE_PACKAGE = [
  ..."deno run --quiet --no-lock --no-config --node-modules-dir=none --no-prompt".split(" "),
  ..."--allow-read --allow-env --allow-sys --allow-ffi".split(" "),
] as const;
