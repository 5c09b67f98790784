import { assertEquals } from "@std/assert";
import { BATCH_CLOSES } from "../lib/candles/batch.ts";
import { CandleReader } from "../lib/candles/reader.ts";
import { RollingSignal } from "../lib/signal/rolling.ts";
import { readCloses, signalsOf } from "./reference.ts";

const FILES = ["../data.csv", "../../shared/data/btc-usd-1min.csv", "../../shared/data/btc-usd-1min-quoted.csv"];
const WINDOWS = [1, 2, 3, 5, 10, 60];

/** Every signal of a file, as the job computes them. */
function signalsOfFile(bytes: Uint8Array, window: number): number[] {
  const signals: number[] = [];
  const batch = new Uint8Array(BATCH_CLOSES);
  const rolling = new RollingSignal(window);
  const reader = new CandleReader("in.csv", {
    scaled(mantissas, count, decimals) {
      rolling.push(mantissas, count, decimals, batch);
      signals.push(...batch.subarray(0, count));
    },
    exact: (close) => signals.push(rolling.pushExact(close)),
  });
  reader.push(bytes);
  reader.end();
  return signals;
}

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
      const closes = readCloses(new TextDecoder().decode(bytes));
      for (const window of WINDOWS) {
        assertEquals(signalsOfFile(bytes ?? new Uint8Array(), window), signalsOf(closes, window), `window ${window}`);
      }
    },
  });
}
