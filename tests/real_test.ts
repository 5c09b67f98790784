import { assertEquals } from "@std/assert";
import { batchSignals } from "../bench/signals.ts";
import { readCloses, signalsOf } from "./reference.ts";

const FILES = ["../data.csv", "../../shared/data/btc-usd-1min.csv", "../../shared/data/btc-usd-1min-quoted.csv"];
const WINDOWS = [1, 2, 3, 5, 10, 60];

for (const file of FILES) {
  const name = file.slice(file.lastIndexOf("/") + 1);
  const url = new URL(file, import.meta.url);
  const bytes = await Deno.readFile(url).catch(() => undefined);
  Deno.test({
    name: `real: every signal of ${name}, windows ${WINDOWS.join(", ")}${
      bytes ? "" : " (skipped: the file is not there)"
    }`,
    ignore: bytes === undefined,
    permissions: "none",
    fn() {
      const text = new TextDecoder().decode(bytes);
      const closes = readCloses(text);
      for (const window of WINDOWS) {
        assertEquals(batchSignals(text, window), signalsOf(closes, window).join(""), `window ${window}`);
      }
    },
  });
}
