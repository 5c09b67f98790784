import { assertEquals, assertThrows } from "@std/assert";
import { RowPlaces } from "../../lib/report/row_places.ts";
import type { Header } from "../../lib/rows/header.ts";
import type { Row } from "../../lib/rows/row.ts";
import { shapeOf } from "../rows/shapes.ts";

const HEADER: Header = { ...shapeOf(1, 0), thousandsMark: undefined, isFirstRow: false, names: [] };
const ROW: Row = { close: { mantissa: 1n, decimals: 0 }, closeText: "1", timestamp: undefined, symbol: undefined };
const REFUSED: Row = { ...ROW };

Deno.test({
  name: "row places: rows that are read many at a time, one by one, not at all, and in another file",
  permissions: "none",
  fn() {
    let taken = 0;
    const places = new RowPlaces(() => taken);
    const read = (file: string, line: number, rows: number) => {
      places.begin(file, line);
      places.end(rows);
    };
    read("a.csv", 2, 3);
    read("a.csv", 5, 1);
    // A record of two lines.
    places.begin("a.csv", 6);
    places.begin("a.csv", 7);
    // Neither was a row; the next one is.
    read("a.csv", 8, 1);
    read("a.csv", 9, 2);
    read("b.csv", 2, 2);
    const all = Array.from({ length: 9 }, (_, n) => places.of(n + 1));
    assertEquals(
      all.map((place) => `${place?.file}:${place?.line}`),
      ["a.csv:2", "a.csv:3", "a.csv:4", "a.csv:5", "a.csv:8", "a.csv:9", "a.csv:10", "b.csv:2", "b.csv:3"],
    );
    // What has been taken is forgotten, but for the last row.
    taken = 8;
    read("b.csv", 9, 1);
    assertEquals(places.of(3), undefined);
    assertEquals([places.of(8), places.of(10)], [{ file: "b.csv", line: 2 }, { file: "b.csv", line: 9 }]);
  },
});

Deno.test({
  name: "row places: a watched stage hands on all that it is given, and a row that it refuses is none",
  permissions: "none",
  fn() {
    const places = new RowPlaces(() => 0);
    const told: unknown[] = [];
    const stage = places.watch("a.csv", {
      scan: (...given) => {
        told.push(given);
        return { rows: 3, position: 12, zeros: 1 };
      },
      add: (row, place) => {
        if (row === REFUSED) throw new Error("refused");
        told.push([row, place]);
      },
      end: () => told.push("end"),
    });
    const bytes = new Uint8Array(20);
    assertEquals(stage.scan(HEADER, bytes, 0, 20, 2), { rows: 3, position: 12, zeros: 1 });
    assertThrows(() => stage.add(REFUSED, { file: "a.csv", line: 5 }), Error, "refused");
    stage.add(ROW, { file: "a.csv", line: 6 });
    stage.end();
    assertEquals(told, [[HEADER, bytes, 0, 20, 2], [ROW, { file: "a.csv", line: 6 }], "end"]);
    assertEquals([3, 4].map((row) => places.of(row)?.line), [4, 6]);
  },
});
