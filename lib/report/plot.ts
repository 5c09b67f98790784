/**
 * Charts as static SVG. Presentation attributes only, so that nothing is lost where a content policy drops styles; texts
 * keep their size at any width, for only what is between them is stretched.
 *
 * @module
 */
import type { Axis } from "./axis.ts";
import { type Content, html, type Markup } from "./html.ts";

/** Colors with a contrast of at least 3 to 1 on white and on black. */
export const COLORS = { close: "#8c959f", mean: "#2f81f7", signal: "#2da44e" } as const;

/** Heights in pixels. */
const [TOP, PLOT_HEIGHT, STRIP_HEIGHT, TEXT_HEIGHT] = [16, 220, 18, 18];
/** The part of the width that is left of the plots, for texts; in narrow windows these reach into the plot. */
const LEFT_PERCENT = 8;
/** Steps of a plot from its bottom to its top: more than there are pixels. */
const STEPS = 2000;
/** What is drawn in one color is as strong as one of so many steps. */
const SHADES = 8;

/** What stands below a chart. */
export interface Span {
  /** At the left end, in the middle and at the right end. */
  readonly ticks: readonly [string, string, string];
  /** At both ends, below; none where nothing more is known of them. */
  readonly ends?: readonly [string, string] | undefined;
}

/** What is drawn. */
export interface Plot {
  readonly title: string;
  /** What is to be seen, for those who can't. */
  readonly description: string;
  readonly axis: Axis;
  /** Places along the axis below; the last one may be shorter or longer. */
  readonly places: number;
  /** From the back to the front; made of {@linkcode band}, {@linkcode line} and {@linkcode steps}. */
  readonly layers: readonly Markup[];
  /** A part for each place, from 0 to 1; none where there is no strip. */
  readonly strip?: readonly number[];
  readonly span: Span;
}

/** A chart as wide as the page. */
export function chart({ title, description, axis, places, layers, strip, span }: Plot): Markup {
  const bottom = TOP + PLOT_HEIGHT;
  const stripTop = bottom + 8;
  const below = strip === undefined ? bottom : stripTop + STRIP_HEIGHT;
  const height = below + TEXT_HEIGHT * (span.ends === undefined ? 1 : 2) + 6;
  const down = (value: number) => rounded(bottom - axis.at(value) * PLOT_HEIGHT);
  const box = (top: number, height: number, steps: number, content: Content) =>
    html`
      <svg x="${LEFT_PERCENT}%" y="${top}" width="${100 -
        LEFT_PERCENT}%" height="${height}" viewBox="0 0 ${places} ${steps}"
        preserveAspectRatio="none" overflow="visible">${content}</svg>
    `;
  const text = (x: string, y: number, anchor: string, content: string) =>
    html`<text x="${x}" y="${y}" text-anchor="${anchor}">${content}</text>`;
  const row = (texts: readonly string[], y: number) =>
    texts.map((content, n) =>
      n === texts.length - 1
        ? text("100%", y, "end", content)
        : n === 0
        ? text(`${LEFT_PERCENT}%`, y, "start", content)
        : text(`${50 + LEFT_PERCENT / 2}%`, y, "middle", content)
    );
  return html`
    <svg width="100%" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="12"
      fill="currentColor">
    <title>${title}</title>
    <desc>${description}</desc>
    <g stroke="currentColor" stroke-opacity="0.2">${axis.ticks.map(({ value }) =>
      html`
        <line x1="0" x2="100%" y1="${down(value)}" y2="${down(value)}" />
      `
    )}</g>
    ${box(TOP, PLOT_HEIGHT, STEPS, layers)}${strip === undefined ? "" : html`
      <g stroke="currentColor" stroke-opacity="0.4" fill="none">
        <rect x="${LEFT_PERCENT}%" y="${stripTop}" width="${100 - LEFT_PERCENT}%" height="${STRIP_HEIGHT}" />
      </g>
      ${box(stripTop, STRIP_HEIGHT, 1, shades(strip, places))}
    `}<g paint-order="stroke" stroke="Canvas" stroke-width="3" stroke-linejoin="round">${axis.ticks.map((
      { value, text: content },
    ) => text("0", down(value) - 4, "start", content))}</g>
    ${row(span.ticks, below + TEXT_HEIGHT - 2)}${span.ends === undefined
      ? ""
      : row(span.ends, below + 2 * TEXT_HEIGHT - 2)}
    </svg>
  `;
}

/** What lies between two values of each place. */
export function band(axis: Axis, ranges: readonly { readonly low: number; readonly high: number }[]): Markup {
  const upper = ranges.map(({ high }, n): Point => [n + 0.5, high]);
  const lower = ranges.map(({ low }, n): Point => [n + 0.5, low]).reverse();
  return html`
    <path d="${pathOf(axis, [...upper, ...lower])}Z" fill="${COLORS.close}" stroke="${COLORS.close}" ${STROKE} />
  `;
}

/** A line through the values of all places; NaN is a gap. */
export function line(axis: Axis, values: readonly number[], color: string): Markup {
  return html`
    <path d="${pathOf(
      axis,
      values.map((value, n) => [n + 0.5, value]),
    )}" fill="none" stroke="${color}" stroke-width="1.25" ${STROKE} />
  `;
}

/** The same as steps: each value is as wide as its place. */
export function steps(axis: Axis, values: readonly number[], places: number, color: string): Markup {
  const points = values.flatMap((value, n): Point[] => [[n, value], [n === values.length - 1 ? places : n + 1, value]]);
  return html`
    <path d="${pathOf(axis, points)}" fill="none" stroke="${color}" stroke-width="2" ${STROKE} />
  `;
}

/** A value that all places are compared with. */
export function level(axis: Axis, value: number, places: number): Markup {
  return html`
    <path d="M0 ${y(axis, value)}H${places}" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="6 4"
      ${STROKE} />
  `;
}

/** A piece of a chart's color, for the line that says what it means. */
export function swatch(color: string, height: number): Markup {
  return html`
    <svg width="20" height="12" aria-hidden="true">
      <rect y="${6 - height / 2}" width="20" height="${height}" fill="${color}" />
    </svg>
  `;
}

/** A bar in a table. */
export function bar(part: number, color: string): Markup {
  return html`
    <svg width="40" height="12" aria-hidden="true">
      <rect width="${rounded(40 * part)}" height="12" fill="${color}" />
    </svg>
  `;
}

type Point = readonly [x: number, value: number];

const STROKE = html`stroke-linejoin="round" stroke-linecap="round" vector-effect="non-scaling-stroke"`;

function y(axis: Axis, value: number): number {
  return Math.round(STEPS * (1 - axis.at(value)));
}

/** In relative steps, which take the fewest characters. */
function pathOf(axis: Axis, points: readonly Point[]): string {
  let path = "";
  let last: readonly [number, number] | undefined;
  const short = (x: number) => Math.round(x * 1000) / 1000;
  for (const [x, value] of points) {
    if (Number.isNaN(value)) {
      last = undefined;
      continue;
    }
    const down = y(axis, value);
    path += last === undefined ? `M${short(x)} ${down}` : `l${short(x - last[0])} ${down - last[1]}`;
    // A point that has no neighbors shows as a dot.
    if (last === undefined) path += "h0";
    last = [x, down];
  }
  return path.replaceAll(" -", "-");
}

/** A strip whose places are as strong as their parts. */
function shades(parts: readonly number[], places: number): Markup[] {
  const shade = (part: number) => Math.round(part * SHADES);
  return Array.from({ length: SHADES }, (_, n) => {
    let path = "";
    for (let from = 0; from < parts.length;) {
      let to = from + 1;
      while (to < parts.length && shade(parts[to] ?? 0) === shade(parts[from] ?? 0)) to++;
      if (shade(parts[from] ?? 0) === n + 1) path += `M${from} 0H${to === parts.length ? places : to}V1H${from}z`;
      from = to;
    }
    return path === "" ? html`` : html`
      <path d="${path}" fill="${COLORS.signal}" fill-opacity="${(n + 1) / SHADES}" />
    `;
  });
}

function rounded(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
