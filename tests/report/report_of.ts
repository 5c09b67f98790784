/**
 * Running the command for a report, for tests.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { errorsIn, Folder, JOB_FLAGS } from "../command.ts";

/** The job's flags, and that of the report. */
export const REPORT: readonly string[] = [...JOB_FLAGS, "--report", "report.html"];

/** No page has more, whatever the run. */
const MOST_BYTES = 150_000;

/** A config with more keys. */
export function config(...keys: readonly string[]): string {
  return ["seed: 42", "window: 5", "version: v1", ...keys, ""].join("\n");
}

/** Closes of a walk that depends on nothing else. */
export function walk(rows: number): number[] {
  let [seed, price] = [7, 100_000];
  return Array.from({ length: rows }, () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return price = Math.max(1, price + (seed >>> 16) % 201 - 100);
  });
}

/** The text of a page without its markup. */
export function textOf(page: string): string {
  return page.replaceAll(/<style>.*?<\/style>/gs, "").replaceAll("<wbr>", "").replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/&(?:emsp|nbsp);/g, " ").replaceAll(/\s+/g, " ");
}

/** The report of a run that succeeds, made sure to be one static page. */
export async function reportOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  flags: readonly string[] = REPORT,
): Promise<string> {
  using folder = new Folder(files);
  const { code, stderr } = await folder.run(flags);
  assertEquals([code, errorsIn(stderr)], [0, ""]);
  const page = folder.read("report.html") ?? "";
  assertMatch(page, /^<!DOCTYPE html>\n<html lang="en">/);
  assert(page.endsWith("</html>\n"), page.slice(-40));
  const { length } = new TextEncoder().encode(page);
  assert(length < MOST_BYTES, `${length} bytes`);
  // Nothing runs, nothing is loaded, nothing is styled but by the one style.
  const tags = [...page.matchAll(/<[^>]*>/g)].map(([tag]) => tag);
  const active = /^<(?:script|link|img|iframe|object|base)\b|\s(?:on\w+|style|src|href)=/;
  assertEquals(tags.filter((tag) => active.test(tag)), []);
  assertEquals([...page.matchAll(/NaN|Infinity|undefined|null/g)].map(String), []);
  return page;
}
