import { assertEquals, assertMatch } from "@std/assert";
import { pictureOf, signalsOfSample } from "../tools/picture.ts";

const ROOT = new URL("../", import.meta.url);

Deno.test("picture: it is what the program's signals of data.csv give", async () => {
  assertEquals(Deno.readTextFileSync(new URL("docs/signal.svg", ROOT)), pictureOf(await signalsOfSample(ROOT)));
});

Deno.test({ name: "picture: a line for each column, and a cell for each signal", permissions: "none" }, () => {
  const rows = ["1,10,,0", "2,20,,0", "3,30,20,1", "4,10,20,0", "5,40,26.5,1"];
  const picture = pictureOf(`row,close,rolling_mean,signal\n${rows.join("\n")}\n`);
  const paths = [...picture.matchAll(/<path d="(M[^"]*)"[^>]*stroke-linejoin/g)].map(([, path = ""]) =>
    path.split("L").length
  );
  assertEquals(paths, [5, 3]);
  // The first square is that of the legend.
  const squares = [...picture.matchAll(/M[\d.]+ \d+h[\d.]+v\d+h-[\d.]+z/g)];
  assertEquals(squares.length, 1 + 2);
  assertMatch(picture, /^<svg [^>]*viewBox="0 0 760 320" role="img"/);
});
