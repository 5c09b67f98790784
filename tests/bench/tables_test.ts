import { assertEquals, assertThrows } from "@std/assert";
import { sectionOf, withSection } from "../../bench/tables.ts";

Deno.test({ name: "sections: an empty one is filled in its own place, and only that one", permissions: "none" }, () => {
  const text = "\n\n<!-- a -->\n\n<!-- /a -->\n\n<!-- b -->\n\n<!-- /b -->\n";
  const filled = withSection(text, "b", "costs $& and $1\n");
  assertEquals(filled, "\n\n<!-- a -->\n\n<!-- /a -->\n\n<!-- b -->\ncosts $& and $1\n<!-- /b -->\n");
  assertEquals(sectionOf(filled, "b"), "costs $& and $1\n");
  assertEquals(withSection(filled, "b", "\n"), text);
});

Deno.test({ name: "sections: one that is not there is an error", permissions: "none" }, () => {
  assertThrows(() => sectionOf("<!-- a -->\n", "a"), Error, "no section a");
});
