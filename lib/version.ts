/**
 * What this program is: its version, and the commit that it was made from.
 *
 * @module
 */
import manifest from "../deno.json" with { type: "json" };
import build from "./build.json" with { type: "json" };

/** What this program is, for the log. */
export function lineage(): { readonly batch_signal: string; readonly commit: string; readonly deno: string } {
  return { batch_signal: manifest.version, commit: build.commit, deno: Deno.version.deno };
}

/** For example `0.1.0 (commit 0123456789ab, deno 2.9.6)`. The commit is known only in what was built. */
export function version(): string {
  return `${manifest.version} (commit ${build.commit}, deno ${Deno.version.deno})`;
}
