import { assertEquals } from "@std/assert";
import * as kernel from "../../lib/kernel/kernel.wasm";
import { SCAN_DIGITS } from "../../lib/kernel/scanner.ts";
import * as ascii from "../../lib/records/ascii.ts";

Deno.test({
  name: "slots: a close has as many digits for the kernel as for the scanner",
  permissions: "none",
  fn: () => assertEquals(kernel.MOST_DIGITS, SCAN_DIGITS),
});

Deno.test({
  name: "slots: the bytes of a CSV are the same for the kernel, the scanner and everyone else",
  permissions: { read: true },
  async fn() {
    const { NEWLINE, CARRIAGE_RETURN, QUOTE } = kernel;
    assertEquals([NEWLINE, CARRIAGE_RETURN, QUOTE], [ascii.LF, ascii.CR, ascii.QUOTE]);
    // The scanner's own are not exported: its loop is slower with bytes that come from elsewhere.
    const scanner = await Deno.readTextFile(new URL("../../lib/kernel/scanner.ts", import.meta.url));
    const own = [...scanner.matchAll(/^const ([A-Z]+) = (\d+);$/gm)].map(([, name, byte]) => [name, Number(byte)]);
    const bytes = { ...ascii, MINUS: "-".charCodeAt(0), ZERO: "0".charCodeAt(0) };
    assertEquals(
      own.map(([name]) => name).sort(),
      ["COMMA", "CR", "DOT", "LF", "MINUS", "QUOTE", "ZERO"],
    );
    assertEquals(Object.fromEntries(own), Object.fromEntries(own.map(([name]) => [name, Object(bytes)[String(name)]])));
  },
});
