import { assertEquals } from "@std/assert";
import { CandleSeries } from "../../lib/inputs/series.ts";
import { StopRequest } from "../../lib/stop.ts";
import { Folder } from "../command.ts";

/** What is known of the size before anything is read, which the progress bar shows. */
const SIZES: readonly { name: string; inputs: readonly string[]; sizeBytes: number | undefined }[] = [
  { name: "one file", inputs: ["a.csv"], sizeBytes: 10 },
  { name: "several files", inputs: ["a.csv", "b.csv", "a.csv"], sizeBytes: 23 },
  { name: "an empty file", inputs: ["empty.csv"], sizeBytes: 0 },
  { name: "a file that is not there", inputs: ["a.csv", "nowhere.csv"], sizeBytes: undefined },
  { name: "a folder", inputs: [".", "a.csv"], sizeBytes: undefined },
];

for (const { name, inputs, sizeBytes } of SIZES) {
  Deno.test(`series: the size of ${name} is ${sizeBytes ?? "not known"}`, () => {
    using folder = new Folder({ "a.csv": "close\n1\n2\n", "b.csv": "x\n1", "empty.csv": "" });
    const series = new CandleSeries(inputs.map((input) => folder.of(input)), new StopRequest());
    assertEquals(series.sizeBytes, sizeBytes);
  });
}

Deno.test("series: the size of standard input is not known, whatever comes after it", () => {
  using folder = new Folder();
  const series = new CandleSeries(["-", folder.of("in.csv")], new StopRequest());
  assertEquals(series.sizeBytes, undefined);
});
