import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { History } from "../../lib/report/history.ts";
import { WatchedSymbols } from "../../lib/report/watched_symbols.ts";
import { SignalTable } from "../../lib/signal/table.ts";

const ROWS = fc.array(fc.record({ id: fc.nat(40), close: fc.integer({ min: 1, max: 9 }) }), {
  minLength: 1,
  maxLength: 400,
});

Deno.test({
  name: "watched symbols: rates, flips and runs are those of each symbol, added up",
  permissions: "none",
  fn() {
    fc.assert(
      fc.property(
        ROWS,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 90 }),
        fc.constantFrom("zero", "exclude"),
        (rows, window, piece, warmup) => {
          const history = new History({ window, warmup, duplicates: "fail" });
          const symbols = new WatchedSymbols(new SignalTable(window, false), window, history);
          for (let from = 0; from < rows.length; from += piece) {
            const some = rows.slice(from, from + piece);
            if (some.length === 1) {
              const [{ id, close } = { id: 0, close: 0 }] = some;
              symbols.pushExact(id, 41, { mantissa: BigInt(close), decimals: 0 });
              continue;
            }
            const mantissas = Float64Array.from(some, ({ close }) => close);
            const closes = { mantissas, count: some.length, decimals: 0, largest: 9 };
            symbols.push(Uint32Array.from(some, ({ id }) => id), 41, closes);
          }
          symbols.end();

          const closes: number[][] = Array.from({ length: 41 }, () => []);
          const signals: number[][] = Array.from({ length: 41 }, () => []);
          const expected = rows.map(({ id, close }) => {
            const [own = [], before = []] = [closes[id], signals[id]];
            own.push(close);
            const hasMean = own.length >= window;
            const sum = own.slice(-window).reduce((a, b) => a + b, 0);
            const signal = hasMean && window * close > sum ? 1 : 0;
            const isFlip = hasMean && before.length > 0 && before.at(-1) !== signal;
            if (hasMean) before.push(signal);
            return { ones: signal, rated: warmup === "zero" || hasMean ? 1 : 0, flips: isFlip ? 1 : 0, mean: NaN };
          });
          assertEquals(history.signals.buckets.map(({ figures }) => figures), expected);
          const runs = signals.flatMap((own) => [...own.join("").matchAll(/0+|1+/g)].map(([run]) => run));
          const countOf = (signal: string, n: number) =>
            runs.filter((run) => run[0] === signal && run.length >= 2 ** n && run.length < 2 ** (n + 1)).length;
          for (const [n, counts] of history.runs.counts().entries()) {
            assertEquals([...counts], [countOf("0", n), countOf("1", n)]);
          }
          assertEquals(history.runs.counts().flat().reduce((a, b) => a + b, 0), runs.length);
        },
      ),
    );
  },
});
