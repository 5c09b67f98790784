/**
 * Prints a version's part of the changelog: the notes of its release.
 *
 *     deno task release:notes --tag v0.1.0
 *
 * @module
 */
import { readFlags } from "../flags.ts";
import manifest from "../../deno.json" with { type: "json" };

/**
 * The notes of a version, without its heading.
 *
 * @param changelog Headings are `## 0.1.0 - 2026-11-24`, as Keep a Changelog has them, with or without brackets.
 * @throws {Error} There is no such version, or nothing is said of it.
 */
export function notesOf(changelog: string, version: string): string {
  const parts = changelog.split(/^## /m).slice(1);
  const part = parts.find((text) => /^\[?([^\s\]]+)/.exec(text)?.[1] === version);
  if (part === undefined) throw new Error(`CHANGELOG.md: it has no version ${version}`);
  const notes = part.slice(part.indexOf("\n") + 1).trim();
  if (notes === "") throw new Error(`CHANGELOG.md: it says nothing of version ${version}`);
  return `${notes}\n`;
}

/** @throws {Error} The tag is not that of the manifest's version. */
export function versionOf(tag: string, version: string): string {
  if (tag !== `v${version}`) throw new Error(`the tag is ${tag}, expected v${version}, the version in deno.json`);
  return version;
}

if (import.meta.main) {
  try {
    const { tag } = readFlags(Deno.args, { tag: `v${manifest.version}` });
    const changelog = await Deno.readTextFile(new URL("../../CHANGELOG.md", import.meta.url));
    await Deno.stdout.write(new TextEncoder().encode(notesOf(changelog, versionOf(tag, manifest.version))));
  } catch (error) {
    console.error(`notes: ${error instanceof Error ? error.message : error}`);
    Deno.exit(1);
  }
}
