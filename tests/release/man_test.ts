import { assertEquals, assertStringIncludes } from "@std/assert";
import { KEY_NAMES } from "../../lib/config/keys.ts";
import { usages } from "../../lib/commands/usages.ts";
import { manPage } from "../../tools/release/man.ts";

const PAGE = new URL("../../docs/batch-signal.1", import.meta.url);

Deno.test("man page: it is what deno task build:man makes", () => {
  assertEquals(Deno.readTextFileSync(PAGE), manPage());
});

Deno.test("man page: it has every flag, key and exit code", () => {
  const page = manPage().replaceAll("\\-", "-");
  for (const { name } of usages().flatMap(({ flags }) => flags)) assertStringIncludes(page, `\\fB${name}\\fR`);
  for (const key of KEY_NAMES) assertStringIncludes(page, `.TP\n\\fB${key}\\fR\n`);
  const codes = [...page.slice(page.indexOf(".SH EXIT STATUS")).matchAll(/^\\fB([0-9, ]+)\\fR$/gm)].map(([, code]) =>
    code
  );
  assertEquals(codes, ["0", "1", "2", "3", "4", "5", "6", "130, 143"]);
});

const hasMandoc = (() => {
  try {
    return new Deno.Command("mandoc", { args: ["-Tlint", PAGE.pathname], stdout: "null", stderr: "null" })
      .outputSync() !==
      undefined;
  } catch {
    return false;
  }
})();
Deno.test({
  name: `man page: mandoc finds nothing wrong with it${hasMandoc ? "" : " (skipped: no mandoc)"}`,
  ignore: !hasMandoc,
}, async () => {
  const { stdout } = await new Deno.Command("mandoc", { args: ["-Tlint", PAGE.pathname] }).output();
  assertEquals(new TextDecoder().decode(stdout), "");
});
