import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Buckets, MOST_BUCKETS, partsIn } from "../../lib/report/buckets.ts";

const JOININGS = { low: "least", high: "most", sum: "sum", last: "last" } as const;

/** The figures of rows, computed at once. */
function figuresOf(values: readonly number[]) {
  return {
    low: Math.min(...values),
    high: Math.max(...values),
    sum: values.reduce((a, b) => a + b, 0),
    last: values.findLast((value) => value % 7 !== 0) ?? NaN,
  };
}

Deno.test({
  name: "buckets: whatever the pieces, they are those of the whole",
  permissions: "none",
  fn() {
    const pieces = fc.array(fc.nat(1500), { maxLength: 12 });
    fc.assert(fc.property(pieces, fc.integer(), fc.integer({ min: 1, max: 100 }), (pieces, seed, most) => {
      const rows = pieces.reduce((a, b) => a + b, 0);
      const values = Array.from({ length: rows }, (_, n) => (n * 7919 + seed) % 1000);
      const buckets = new Buckets(JOININGS);
      let from = 0;
      for (const count of pieces) {
        const { first, others } = buckets.partsOf(count);
        const cut: ReturnType<typeof figuresOf>[] = [];
        let at = 0;
        let to = first;
        while (at < count) {
          cut.push(figuresOf(values.slice(from + at, from + Math.min(to, count))));
          at = to;
          to += others;
        }
        assertEquals(cut.length, partsIn(count, { first, others }));
        const column = (name: keyof typeof JOININGS) => cut.map((figures) => figures[name]);
        buckets.add(count, { low: column("low"), high: column("high"), sum: column("sum"), last: column("last") });
        from += count;
      }
      let size = 1;
      while (rows > MOST_BUCKETS * size) size *= 2;
      assertEquals([buckets.rows, buckets.bucketRows], [rows, size]);
      const direct = (size: number) =>
        Array.from({ length: Math.ceil(rows / size) }, (_, n) => values.slice(n * size, (n + 1) * size));
      const expected = direct(size).map((part) => ({ rows: part.length, figures: figuresOf(part) }));
      assertEquals(buckets.buckets, expected);

      while (Math.ceil(rows / size) > most) size *= 2;
      const parts = direct(size);
      const last = parts.at(-1) ?? [];
      if (parts.length > 1 && 2 * last.length < size) parts.splice(-2, 2, [...parts.at(-2) ?? [], ...last]);
      assertEquals(buckets.mergedTo(most), parts.map((part) => ({ rows: part.length, figures: figuresOf(part) })));
    }));
  },
});

Deno.test({
  name: "buckets: rows are cut into so many parts",
  permissions: "none",
  fn() {
    const parts = { first: 3, others: 4 };
    assertEquals([0, 1, 3, 4, 7, 8].map((count) => partsIn(count, parts)), [0, 1, 1, 2, 2, 3]);
  },
});

Deno.test({
  name: "buckets: they are doubled by the first row for which there is no room",
  permissions: "none",
  fn() {
    const buckets = new Buckets({ sum: "sum" });
    const ones = new Float64Array(MOST_BUCKETS).fill(1);
    buckets.add(MOST_BUCKETS, { sum: ones });
    assertEquals([buckets.bucketRows, buckets.buckets.length], [1, MOST_BUCKETS]);
    buckets.add(1, { sum: [1] });
    assertEquals([buckets.bucketRows, buckets.buckets.length], [2, MOST_BUCKETS / 2 + 1]);
    assertEquals(buckets.buckets.at(-1), { rows: 1, figures: { sum: 1 } });
  },
});

Deno.test({
  name: "buckets: the last one can be amended",
  permissions: "none",
  fn() {
    const buckets = new Buckets({ mean: "last" });
    buckets.add(3, { mean: [1, 2, NaN] });
    buckets.amend("mean", 5);
    assertEquals(buckets.buckets.map(({ figures: { mean } }) => mean), [1, 2, 5]);
    assert(buckets.bucketRows === 1);
  },
});
