import { assert, assertEquals } from "@std/assert";
import { END_TO_END, FROM_SOURCES } from "./end_to_end.ts";

const ROOT = new URL("../../", import.meta.url);

function filesIn(folder: string): string[] {
  return [...Deno.readDirSync(new URL(folder, ROOT))].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesIn(`${folder}${name}/`) : [`${folder}${name}`]
  );
}

/** Files that start the command by the folder that `tests/command.ts` makes. */
function startingFiles(): string[] {
  return filesIn("tests/").filter((file) => {
    if (!file.endsWith("_test.ts")) return false;
    const text = Deno.readTextFileSync(new URL(file, ROOT));
    return /from "(?:\.\.?\/)+command\.ts"/.test(text) && /\.(?:run|shell|spawn)\(/.test(text);
  });
}

Deno.test("end to end: each test that starts the command is run against the binary, or says why not", () => {
  const files = startingFiles();
  assert(files.length > 50, `${files.length} files`);
  const known = [...END_TO_END, ...Object.keys(FROM_SOURCES)];
  const isKnown = (file: string) => known.some((path) => path.endsWith("/") ? file.startsWith(path) : file === path);
  assertEquals(files.filter((file) => !isKnown(file)), []);
});
