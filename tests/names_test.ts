import { assert, assertEquals } from "@std/assert";

/** With "ok" and a time behind it, a name fits in a line of 200 characters. */
const MOST_CHARACTERS = 180;

Deno.test("names: every test has one, in one line that is not too long", async () => {
  const flags = ["--no-check", "--allow-read", "--allow-write", "--allow-run", "--allow-env"];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", ...flags, `${import.meta.dirname}/names.ts`],
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  const names: unknown[] = JSON.parse(new TextDecoder().decode(stdout));
  assert(names.length > 2000, `${names.length} names`);
  const isWrong = (name: unknown) =>
    typeof name !== "string" || name === "" || name.length > MOST_CHARACTERS || name.includes("\n");
  assertEquals(names.filter(isWrong).map((name) => String(name).slice(0, MOST_CHARACTERS)), []);
});
