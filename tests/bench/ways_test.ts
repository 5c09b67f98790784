import { assert, assertEquals } from "@std/assert";
import { FILE, WAYS, yardstickName } from "../../bench/ways.ts";

Deno.test({
  name: "ways: each has a name of its own, and is compared with another way or with what unpacks its file",
  permissions: "none",
  fn() {
    const names = WAYS.map(({ name }) => name);
    assertEquals(new Set(names).size, names.length);
    assertEquals(WAYS[0], { name: "plain", input: "ordinary.csv", than: "plain", isOneSeries: true });
    for (const { name, than } of WAYS) {
      if (typeof than === "string") assert(names.includes(than), `${name}: ${than}`);
      else assert(than.some((word) => word.includes(FILE)), name);
    }
  },
});

Deno.test({
  name: "ways: a command is named without its file",
  permissions: "none",
  fn() {
    const commands = WAYS.filter(({ than }) => typeof than !== "string").map(yardstickName);
    assertEquals(commands, ["gzip -dc", "zstd -dc", "unzip -p"]);
  },
});
