/**
 * Puts the tables that were measured last into README.
 *
 *     deno task bench:readme
 *
 * @module
 */

/** What is measured and shown: each in README between `<!-- name -->` and `<!-- /name -->`, and in a page in `bench/runs`. */
export const SHOWN = ["bench", "growth", "candles", "compare"] as const;

const RUNS = new URL("runs/", import.meta.url);
const README = new URL("../README.md", import.meta.url);

/** The section of a text between its marks, without them. */
export function sectionOf(text: string, name: string): string {
  const section = new RegExp(`<!-- ${name} -->\n(.*?)<!-- /${name} -->`, "s").exec(text)?.[1];
  if (section === undefined) throw new Error(`no section ${name}`);
  return section;
}

/** The page that was measured last, and the name of its file without `.md`. */
export function lastPage(name: string): { readonly stem: string; readonly page: string } {
  const stems = [...Deno.readDirSync(RUNS)].flatMap(({ name: file }) => /^(.*)\.md$/.exec(file)?.[1] ?? [])
    .filter((stem) => stem.startsWith(name)).sort();
  const stem = stems.at(-1);
  if (stem === undefined) throw new Error(`nothing of ${name} in bench/runs`);
  return { stem, page: Deno.readTextFileSync(new URL(`${stem}.md`, RUNS)) };
}

/** A text with another content between the marks of a section. */
export function withSection(text: string, name: string, content: string): string {
  const marked = (section: string) => `<!-- ${name} -->\n${section}<!-- /${name} -->`;
  // By the marks too: the content may be anywhere else in the text. A function, for `$` means nothing here.
  return text.replace(marked(sectionOf(text, name)), () => marked(content));
}

/** README with each section replaced by that of its last page, and the chart by the last one. */
export function updated(readme: string): string {
  return SHOWN.reduce((text, name) => {
    const { stem, page } = lastPage(name);
    return withSection(text, name, sectionOf(page, name))
      .replaceAll(new RegExp(`bench/runs/${name}-[-\\d]+\\.`, "g"), `bench/runs/${stem}.`);
  }, readme);
}

if (import.meta.main) Deno.writeTextFileSync(README, updated(Deno.readTextFileSync(README)));
