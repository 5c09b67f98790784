import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { basesOf, withBases } from "./bases.ts";

const ROOT = new URL("../../", import.meta.url);

Deno.test("container: both bases are pinned by digest, where the update bot finds them", () => {
  const [deno = "", base = "", ...others] = basesOf(Deno.readTextFileSync(new URL("Dockerfile", ROOT)));
  assertMatch(deno, /^docker\.io\/denoland\/deno:2\.9\.6@sha256:[0-9a-f]{64}$/);
  assertMatch(base, /^gcr\.io\/distroless\/cc-debian13:nonroot@sha256:[0-9a-f]{64}$/);
  assertEquals(others, []);
  assertMatch(
    Deno.readTextFileSync(new URL(".github/dependabot.yml", ROOT)),
    /- package-ecosystem: docker\n {4}directory: \/\n/,
  );
});

Deno.test({
  name: "container: stand-ins take the place of the bases, and nothing else changes",
  permissions: "none",
  fn() {
    const text = "# FROM a\nFROM --platform=${P:-x} a:1@sha256:00 AS build\nRUN x\nFROM b\nCOPY --from=build /x /\n";
    assertEquals(basesOf(text), ["a:1@sha256:00", "b"]);
    assertEquals(
      withBases(text, ["c", "d"]),
      "# FROM a\nFROM --platform=${P:-x} c AS build\nRUN x\nFROM d\nCOPY --from=build /x /\n",
    );
    assertThrows(() => withBases(text, ["c"]), Error, "1 bases for a Dockerfile that has 2");
  },
});
