import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { benchPage, type BenchSession, type Case, losses, summary } from "../../bench/bench_report.ts";
import { growthChart, linearScale, logScale } from "../../bench/growth_chart.ts";
import { growthPage, type GrowthSession } from "../../bench/growth_report.ts";
import { count, mib, ms } from "../../bench/quantities.ts";
import { json, type Session, shown } from "../../bench/session.ts";
import { table } from "../../bench/table.ts";

const SESSION: Session = {
  date: "2026-01-02",
  machine: { system: "Deno 2.9.6, linux x86_64", cpu: "CPU", cores: 2, memoryGiB: 24 },
  load: { before: 0.5, after: 1 },
  seed: 42,
  rounds: 7,
  contenders: [
    { name: "cat", version: "", about: "reads", command: "cat FILE > /dev/null" },
    { name: "batch-signal", version: "1.0", about: "the job", command: "deno run main.ts" },
    { name: "polars", version: "2.0", about: "the job, too", command: "deno run polars.ts" },
  ],
  skipped: ["pandas: no such program"],
};

function measured(shape: string, rows: number, own: number[], polars: number[]): Case {
  return {
    shape,
    rows,
    window: 5,
    bytes: rows * 75,
    signals: 480,
    ties: 20,
    catBefore: [0.1],
    catAfter: [0.2],
    contenders: [
      { name: "cat", seconds: [0.1, 0.1, 0.1], peakKiB: 2048 },
      { name: "batch-signal", answer: { rows, signals: 480 }, seconds: own, peakKiB: 61440 },
      { name: "polars", answer: { rows, signals: 490 }, seconds: polars, peakKiB: 1024000 },
    ],
  };
}

const BENCH: BenchSession = {
  ...SESSION,
  rivals: ["polars"],
  cases: [
    measured("ordinary", 10_000, [0.02, 0.03, 0.025], [0.2, 0.3, 0.25]),
    measured("narrow", 1_000_000, [0.2, 0.3, 0.25], [0.1, 0.1, 0.1]),
  ],
};

const rowsOf = (page: string) => page.split("\n").filter((line) => line.startsWith("|") && !line.startsWith("| -"));

Deno.test(
  { name: "bench report: a table for each length, then memory, then who is faster", permissions: "none" },
  () => {
    assertEquals(rowsOf(summary(BENCH)), [
      "| shape | window | MB | cat | batch-signal | polars | batch-signal ÷ cat | polars ÷ batch-signal |",
      "| ordinary | 5 | 0.8 | 100 | 25.0 | 250 | 0.25 | 10.00 |",
      "| shape | window | MB | cat | batch-signal | polars | batch-signal ÷ cat | polars ÷ batch-signal |",
      "| narrow | 5 | 75 | 100 | 250 | 100 | 2.50 | 0.40 |",
      "| rows | cat | batch-signal | polars |",
      "| 10,000 | 2 | 60 | 1000 |",
      "| 1,000,000 | 2 | 60 | 1000 |",
    ]);
    assertStringIncludes(
      summary(BENCH),
      "2 × CPU, 24 GiB, Deno 2.9.6, linux x86_64, load 0.50 before, 1.00 after; 2026-01-02.",
    );
    assertEquals(losses(BENCH), "polars on narrow, 1,000,000 rows, window 5 (2.50 × as fast)");
    assertEquals(losses({ ...BENCH, cases: BENCH.cases.slice(0, 1) }), "none, nowhere");
  },
);

Deno.test({ name: "bench report: without memory there is no table of it, and no cell", permissions: "none" }, () => {
  const cases = BENCH.cases.map((one) => ({
    ...one,
    contenders: one.contenders.map(({ name, seconds }) => ({ name, seconds })),
  }));
  assertEquals(rowsOf(summary({ ...BENCH, cases })).length, 4);
  assertStringIncludes(benchPage({ ...BENCH, cases }), "| cat | 100 | 100 | 100 |  |  |  |");
});

Deno.test({
  name: "bench report: the page has every contender, what was skipped, and the commands",
  permissions: "none",
}, () => {
  const page = benchPage(BENCH);
  assertStringIncludes(page, "\nSkipped: pandas: no such program\n");
  assertStringIncludes(page, "\n- **batch-signal 1.0** the job\n");
  assertStringIncludes(page, "\n    cat FILE > /dev/null\n");
  assertStringIncludes(page, "| narrow | 1,000,000 | 5 | polars | 100 | 100 | 100 | 1000 | 490 | 10 |");
  assertStringIncludes(page, "| ordinary | 10,000 | 5 | 100 | 200 | 480 | 20 |");
  assertStringIncludes(page, summary(BENCH));
  assert(!page.includes("too few"));
  assertStringIncludes(benchPage({ ...BENCH, rounds: 6 }), "Rounds: 6, which is too few");
});

const GROWTH: GrowthSession = {
  ...SESSION,
  shape: "ordinary",
  window: 5,
  steps: [1, 10, 100].map((size) => ({ ...measured("ordinary", size * 13_333, [size / 100], [1]), bytes: size * 1e6 })),
};

Deno.test({ name: "growth report: a row for each size", permissions: "none" }, () => {
  const page = growthPage(GROWTH, "growth.svg");
  assertEquals(rowsOf(page), [
    "| MB | rows | cat, ms | batch-signal, ms | polars, ms | cat, peak MiB | batch-signal, peak MiB | polars, peak MiB |",
    "| 1 | 13,333 | 100 | 10.0 | 1000 | 2 | 60 | 1000 |",
    "| 10 | 133,330 | 100 | 100 | 1000 | 2 | 60 | 1000 |",
    "| 100 | 1,333,300 | 100 | 1000 | 1000 | 2 | 60 | 1000 |",
  ]);
  assertStringIncludes(page, "](growth.svg)");
});

Deno.test({
  name: "growth chart: ten times the size is one decade to the right, and ten times the time one up",
  permissions: "none",
}, () => {
  const svg = growthChart(GROWTH);
  const [own = ""] = svg.split("\n").filter((line) => line.includes('stroke="#0969da"') && line.includes("<circle"));
  const places = [...own.matchAll(/cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
  const [[x0, y0] = [0, 0], [x1, y1] = [0, 0], [x2, y2] = [0, 0]] = places;
  assertEquals(places.length, 3);
  assert(x1 > x0 && y1 < y0, "right and up");
  assert(Math.abs(x2 - x1 - (x1 - x0)) < 0.2 && Math.abs(y2 - y1 - (y1 - y0)) < 0.2, own);
  assertEquals(svg.match(/<circle/g)?.length, 18);
  assertStringIncludes(svg, ">polars</text>");
});

Deno.test({ name: "growth chart: without memory its panel says so", permissions: "none" }, () => {
  const steps = GROWTH.steps.map((step) => ({
    ...step,
    contenders: step.contenders.map(({ name, seconds }) => ({ name, seconds })),
  }));
  const svg = growthChart({ ...GROWTH, steps });
  assertStringIncludes(svg, "peak memory in MiB: not measured");
  assert(!svg.includes("NaN"));
});

Deno.test({ name: "growth chart: scales", permissions: "none" }, () => {
  const powers = logScale([0.995, 40], 0, 200);
  assertEquals(powers.ticks, [1, 10, 100]);
  assertEquals(powers.ticks.map(powers.place), [0, 100, 200]);
  assertEquals(logScale([5], 0, 1).ticks, [1, 10]);
  const steps = linearScale([3, 57], 100, 0);
  assertEquals(steps.ticks, [0, 20, 40, 60]);
  assertEquals(steps.ticks.map((tick) => Math.round(steps.place(tick))), [100, 67, 33, 0]);
});

Deno.test({ name: "quantities, tables and JSON", permissions: "none" }, () => {
  assertEquals([count(1234567), ms(0.0151), ms(0.09999), ms(1.2345), ms(NaN)], [
    "1,234,567",
    "15.1",
    "100",
    "1235",
    "",
  ]);
  assertEquals([mib(1536), mib(undefined)], ["2", ""]);
  assertEquals(table(["a", "b"], [["1", "2"]], 1), ["| a | b |", "| --- | ---: |", "| 1 | 2 |"]);
  assertEquals(json({ a: [1, 0.123457], b: ["x"] }), '{\n  "a": [ 1, 0.123457 ],\n  "b": [\n    "x"\n  ]\n}\n');
  assertEquals(JSON.parse(json(BENCH)), BENCH);
});

Deno.test(
  { name: "commands: as typed in the project's root, without folders of this machine", permissions: "none" },
  () => {
    assertEquals(shown(["/opt/bin/python3", "bench/x.py", "FILE"]), "python3 bench/x.py FILE");
    assertEquals(shown(["cat", "FILE"]), "cat FILE > /dev/null");
  },
);
