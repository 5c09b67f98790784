/**
 * A session of growing files → a chart in SVG: time and memory over the size of the file.
 *
 * @module
 */
import { type GrowthSession, type Point, pointsOf } from "./growth_report.ts";

const WIDTH = 760;
const HEIGHT = 320;
const MARGIN = { left: 62, right: 24, top: 62, bottom: 44 };
/** Between the two panels, with the labels of the second one's axis. */
const GAP = 62;

/** Told apart without colour too: by their dashes. */
const STYLES = [
  { color: "#6e7781", dashes: "2 3" },
  { color: "#0969da", dashes: "none" },
  { color: "#bc4c00", dashes: "7 4" },
] as const;

/** A scale maps a value to a place; its ticks are labelled. */
interface Scale {
  readonly place: (value: number) => number;
  readonly ticks: readonly number[];
}

/** So much of a decade a value may lie outside the scale: a file of 1 MB is never quite as large. */
const TOLERANCE = 0.01;

/** Powers of ten from below the least value to above the greatest. */
export function logScale(values: readonly number[], from: number, to: number): Scale {
  const least = Math.floor(Math.log10(Math.min(...values)) + TOLERANCE);
  const most = Math.max(least + 1, Math.ceil(Math.log10(Math.max(...values)) - TOLERANCE));
  return {
    place: (value) => from + (Math.log10(value) - least) / (most - least) * (to - from),
    ticks: Array.from({ length: most - least + 1 }, (_, n) => 10 ** (least + n)),
  };
}

/** From 0 to above the greatest value, in round steps. */
export function linearScale(values: readonly number[], from: number, to: number): Scale {
  const greatest = Math.max(...values);
  const rough = greatest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5].find((factor) => factor * power >= rough) ?? 10);
  const steps = Math.ceil(greatest / step);
  return {
    place: (value) => from + value / (steps * step) * (to - from),
    ticks: Array.from({ length: steps + 1 }, (_, n) => n * step),
  };
}

interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

interface Panel {
  readonly title: string;
  readonly left: number;
  readonly width: number;
  readonly lines: readonly Line[];
  readonly scaleY: typeof logScale;
}

const number = (value: number) => value.toFixed(1);

function text(x: number, y: number, anchor: string, content: string): string {
  return `<text x="${number(x)}" y="${number(y)}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function rule(x1: number, y1: number, x2: number, y2: number): string {
  return `<path d="M${number(x1)} ${number(y1)}L${number(x2)} ${number(y2)}" stroke="#d0d7de"/>`;
}

function panel({ title, left, width, lines, scaleY }: Panel): string[] {
  const [top, bottom, right] = [MARGIN.top, HEIGHT - MARGIN.bottom, left + width];
  const points = lines.flatMap((line) => line.points);
  if (points.length === 0) return [text(left, top, "start", `${title}: not measured`)];
  const x = logScale(points.map(([value]) => value), left, right);
  const y = scaleY(points.map(([, value]) => value), bottom, top);
  return [
    text(left, top - 12, "start", title),
    ...x.ticks.flatMap((tick) => [
      rule(x.place(tick), top, x.place(tick), bottom),
      text(x.place(tick), bottom + 17, "middle", tick.toLocaleString("en")),
    ]),
    ...y.ticks.flatMap((tick) => [
      rule(left, y.place(tick), right, y.place(tick)),
      text(left - 6, y.place(tick) + 4, "end", tick.toLocaleString("en")),
    ]),
    text((left + right) / 2, bottom + 36, "middle", "MB of the file"),
    ...lines.map((line, n) => curve(line, n, x, y)),
  ];
}

function curve({ points }: Line, n: number, x: Scale, y: Scale): string {
  const style = STYLES[n % STYLES.length] ?? STYLES[0];
  const places = points.map(([a, b]) => `${number(x.place(a))} ${number(y.place(b))}`);
  const dots = points.map(([a, b]) =>
    `<circle cx="${number(x.place(a))}" cy="${number(y.place(b))}" r="3" fill="${style.color}"/>`
  );
  return `<path d="M${places.join("L")}" fill="none" stroke="${style.color}" stroke-width="2" ` +
    `stroke-dasharray="${style.dashes}"/>${dots.join("")}`;
}

function legend(names: readonly string[]): string[] {
  return names.flatMap((name, n) => {
    const style = STYLES[n % STYLES.length] ?? STYLES[0];
    const x = MARGIN.left + n * 190;
    return [
      `<path d="M${x} 20h34" stroke="${style.color}" stroke-width="2" stroke-dasharray="${style.dashes}"/>`,
      text(x + 42, 24, "start", name),
    ];
  });
}

/** Both panels: seconds, where a line of slope 1 is linear growth, and peak memory. */
export function growthChart(session: GrowthSession): string {
  const names = session.contenders.map(({ name }) => name);
  const linesOf = (value: (point: Point) => number | undefined): Line[] =>
    names.map((name) => ({
      name,
      points: pointsOf(session, name).flatMap((point) => {
        const y = value(point);
        return y === undefined ? [] : [[point.bytes / 1e6, y] as const];
      }),
    }));
  const width = (WIDTH - MARGIN.left - MARGIN.right - GAP) / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" ` +
    'font-family="sans-serif" font-size="12" fill="#1f2328">',
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    ...legend(names),
    ...panel({
      title: "seconds, both axes in powers of ten",
      left: MARGIN.left,
      width,
      lines: linesOf(({ seconds }) => seconds),
      scaleY: logScale,
    }),
    ...panel({
      title: "peak memory in MiB",
      left: MARGIN.left + width + GAP,
      width,
      lines: linesOf(({ peakKiB }) => peakKiB === undefined ? undefined : peakKiB / 1024),
      scaleY: linearScale,
    }),
    "</svg>",
    "",
  ].join("\n");
}
