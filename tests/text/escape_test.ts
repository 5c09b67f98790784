import { assertEquals } from "@std/assert";
import { escapeUnsafe, quote, quoteAll, quoteWhole } from "../../lib/text/escape.ts";

Deno.test({
  name: "escape: what could end a line, move a cursor or reorder text is written out",
  permissions: "none",
  fn() {
    assertEquals(escapeUnsafe('plain é € 😀 \\ "'), 'plain é € 😀 \\ "');
    assertEquals(escapeUnsafe("a\nb\r\tc\u0000\u001b[31m"), "a\\nb\\r\\tc\\u0000\\u001b[31m");
    assertEquals(escapeUnsafe("\u007f\u009b\u2028\u202e\ufeff"), "\\u007f\\u009b\\u2028\\u202e\\ufeff");
    assertEquals(escapeUnsafe("\u00a0\u00ad\u200b\u2060\u3000"), "\\u00a0\\u00ad\\u200b\\u2060\\u3000");
    assertEquals(escapeUnsafe("\ud800x\udc00"), "\\ud800x\\udc00");
  },
});

Deno.test({
  name: "escape: quotes show at most 60 characters, and lists at most 20 names",
  permissions: "none",
  fn() {
    assertEquals(quote('a"b\\c'), '"a\\"b\\\\c"');
    assertEquals(quote("x".repeat(60)), `"${"x".repeat(60)}"`);
    assertEquals(quote("x".repeat(61)), `"${"x".repeat(60)}…"`);
    assertEquals(quote(`${"x".repeat(59)}"y`), `"${"x".repeat(59)}\\"…"`);
    assertEquals(quote("😀".repeat(61)), `"${"😀".repeat(60)}…"`);
    assertEquals(quoteWhole("x".repeat(61)), `"${"x".repeat(61)}"`);
    assertEquals(quoteAll(["a", "b"]), '"a", "b"');
    assertEquals(quoteAll(["a", "b"], 3), '"a", "b" and 1 more');
  },
});
