import { assertEquals } from "@std/assert";
import { isBelow } from "../../lib/manifest/names.ts";

const NAMES: readonly [name: string, isBelow: boolean][] = [
  ["data.csv", true],
  ["./data.csv", true],
  ["out/metrics.json", true],
  ["a..b/..c/d..", true],
  ["日本/データ.csv", true],
  ["", false],
  ["/data.csv", false],
  ["\\data.csv", false],
  ["C:data.csv", false],
  ["c:\\data.csv", false],
  ["..", false],
  ["../data.csv", false],
  ["a/../b", false],
  ["a\\..\\b", false],
  ["a/..", false],
  ["a\0b", false],
];

for (const [name, expected] of NAMES) {
  Deno.test(
    { name: `manifest: ${JSON.stringify(name)} is ${expected ? "" : "not "}below`, permissions: "none" },
    () => {
      assertEquals(isBelow(name), expected);
    },
  );
}
