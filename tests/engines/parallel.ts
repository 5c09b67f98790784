/**
 * `deploy/parallel.sh`, with GNU parallel from Debian.
 *
 * @module
 */
import type { Debian } from "./packages.ts";
import { type Ground, Night } from "./night.ts";

/** @returns The version. */
export async function proveParallel(ground: Ground, debian: Debian): Promise<string> {
  const root = await debian.unpack("parallel", ["parallel"]);
  const night = await ground.night("parallel");
  const env = { PATH: `${night.env["PATH"]}:${root}/usr/bin`, HOME: night.folder };
  const [version = ""] = (await night.must(["parallel", "--version"], env)).split("\n");
  await night.checkRecipe(["sh", Night.recipe("parallel.sh")], env);
  return version;
}
