import { assertEquals } from "@std/assert";
import { differentSymbols } from "../../lib/series/other_symbol.ts";

const NAMES: readonly [files: readonly string[], symbols: readonly [string, string] | undefined][] = [
  [["BTCUSDT-1m-2024-01.csv", "BTCUSDT-1m-2024-02.csv"], undefined],
  [["BTCUSDT-1m-2024-01.csv", "ETHUSDT-1m-2024-02.csv"], ["BTCUSDT", "ETHUSDT"]],
  [["data/AAPL.csv", "MSFT.csv.gz"], ["AAPL", "MSFT"]],
  [["AAPL.csv", "AAPL (1).csv"], undefined],
  [["EUR-USD-2023.csv", "EUR-USD-2024.csv", "EUR-JPY-2025.csv"], ["EUR-USD", "EUR-JPY"]],
  [["BRK.B.csv", "BRK.B.2024.csv"], undefined],
  [["part-1.csv", "part-2.csv"], undefined],
  [["DAT_ASCII_EURUSD_M1_202401.csv", "DAT_ASCII_EURUSD_M1_202402.csv"], undefined],
  [["JAN.csv", "FEB.csv"], undefined],
  [["2024_Q1.csv", "2024_Q2.csv", "H2.csv"], undefined],
  [["old.csv", "AAPL.csv", "new.csv"], undefined],
  [["A.csv", "B.csv"], undefined],
  [["AAPL_MON.csv", "AAPL_TUE.csv"], undefined],
  [["-", "AAPL.csv"], undefined],
  [["AAPL/1.csv", "MSFT/2.csv"], undefined],
];

Deno.test({ name: "other symbol: by the tickers in the names of files", permissions: "none" }, () => {
  for (const [files, symbols] of NAMES) {
    assertEquals(differentSymbols(files)?.map(({ symbol }) => symbol), symbols, files.join());
  }
  assertEquals(differentSymbols(["x.csv", "AAPL.csv", "AAPL-2.csv", "d/MSFT.csv"]), [
    { file: "AAPL.csv", symbol: "AAPL" },
    { file: "d/MSFT.csv", symbol: "MSFT" },
  ]);
});
