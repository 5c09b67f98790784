/**
 * Puts the tables that were measured last into the pages that show them.
 *
 *     deno task bench:docs
 *
 * @module
 */

/** What is measured → the page in `docs` that shows it between `<!-- name -->` and `<!-- /name -->`; `bench/runs` has the run. */
export const SHOWN = { bench: "speed.md", growth: "speed.md", candles: "speed.md", compare: "exactness.md" } as const;

const RUNS = new URL("runs/", import.meta.url);
const DOCS = new URL("../docs/", import.meta.url);

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

/** The text of a page with the section of what was measured last, and with its chart. */
export function updated(text: string, name: string): string {
  const { stem, page } = lastPage(name);
  return withSection(text, name, sectionOf(page, name))
    .replaceAll(new RegExp(`bench/runs/${name}-[-\\d]+\\.`, "g"), `bench/runs/${stem}.`);
}

if (import.meta.main) {
  for (const [name, file] of Object.entries(SHOWN)) {
    const page = new URL(file, DOCS);
    Deno.writeTextFileSync(page, updated(Deno.readTextFileSync(page), name));
  }
}
