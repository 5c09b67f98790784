/**
 * Draws what the job computes: the picture in README, of the first rows of `data.csv`, from a signals file of the program.
 *
 *     deno task build:picture
 *
 * @module
 */
import { ticksIn } from "../lib/report/axis.ts";

/** Rows that are shown. */
const ROWS = 120;
const WIDTH = 760;
const HEIGHT = 320;
const PLOT = { left: 64, right: 748, top: 44, bottom: 236 };
const STRIP = { top: 252, bottom: 274 };

/** Colors that can be told apart on white and on black; without color, by the width of the line and the legend. */
const COLORS = { text: "#7d8590", grid: "#8c959f", close: "#8c959f", mean: "#2f81f7", signal: "#2da44e" };

interface Row {
  readonly close: number;
  /** NaN in the warm-up. */
  readonly mean: number;
  readonly signal: boolean;
}

/** @param csv A signals file in CSV without quotes: row, close, rolling_mean, signal. */
function rowsOf(csv: string): Row[] {
  return csv.trimEnd().split("\n").slice(1, ROWS + 1).map((line) => {
    const [, close = "", mean = "", signal = ""] = line.split(",");
    return { close: Number(close), mean: mean === "" ? NaN : Number(mean), signal: signal === "1" };
  });
}

const number = (value: number) => String(Math.round(value * 10) / 10);

/** The picture of the first rows of a signals file. */
export function pictureOf(csv: string): string {
  const rows = rowsOf(csv);
  const closes = rows.map(({ close }) => close);
  const [least, most] = [Math.min(...closes), Math.max(...closes)];
  const width = (PLOT.right - PLOT.left) / rows.length;
  const x = (n: number) => PLOT.left + (n + 0.5) * width;
  const y = (price: number) => PLOT.bottom - (price - least) / (most - least) * (PLOT.bottom - PLOT.top);
  const path = (valueOf: (row: Row) => number) => {
    const points = rows.flatMap((row, n) =>
      Number.isNaN(valueOf(row)) ? [] : [`${number(x(n))} ${number(y(valueOf(row)))}`]
    );
    return `M${points.join("L")}`;
  };
  const text = (at: number, down: number, anchor: string, content: string) =>
    `<text x="${number(at)}" y="${number(down)}" text-anchor="${anchor}">${content}</text>`;
  const grid = ticksIn(least, most, 5).flatMap((tick) => [
    `<path d="M${PLOT.left} ${number(y(tick))}H${PLOT.right}" stroke="${COLORS.grid}" stroke-opacity="0.3"/>`,
    text(PLOT.left - 8, y(tick) + 4, "end", tick.toLocaleString("en")),
  ]);
  const times = [0, 30, 60, 90, 119].map((n) => text(x(n), 294, "middle", String(n + 1)));
  const cells = rows.flatMap(({ signal }, n) =>
    signal
      ? [
        `M${number(PLOT.left + n * width)} ${STRIP.top}h${number(width)}v${STRIP.bottom - STRIP.top}h-${
          number(width)
        }z`,
      ]
      : []
  );
  const legend = [["close", COLORS.close, 1.5, 64], ["rolling mean of 5 closes", COLORS.mean, 2.5, 152]] as const;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="system-ui, sans-serif" font-size="13" fill="${COLORS.text}">`,
    "<title>Closes, their rolling mean, and the signal</title>",
    `<desc>The first ${ROWS} one-minute closes of data.csv with the rolling mean of 5. A strip below is filled for each row whose close is above the mean.</desc>`,
    ...legend.flatMap(([name, color, stroke, at]) => [
      `<path d="M${at} 18h24" stroke="${color}" stroke-width="${stroke}"/>`,
      text(at + 32, 22, "start", name),
    ]),
    `<path d="M362 11h14v14h-14z" fill="${COLORS.signal}"/>`,
    text(384, 22, "start", "signal: the close is above the mean"),
    ...grid,
    `<path d="${
      path(({ close }) => close)
    }" fill="none" stroke="${COLORS.close}" stroke-width="1.5" stroke-linejoin="round"/>`,
    `<path d="${
      path(({ mean }) => mean)
    }" fill="none" stroke="${COLORS.mean}" stroke-width="2.5" stroke-linejoin="round"/>`,
    `<path d="M${PLOT.left} ${STRIP.top}H${PLOT.right}V${STRIP.bottom}H${PLOT.left}z" fill="none" stroke="${COLORS.grid}" stroke-opacity="0.6"/>`,
    `<path d="${cells.join("")}" fill="${COLORS.signal}"/>`,
    text(PLOT.left - 8, 268, "end", "signal"),
    ...times,
    text((PLOT.left + PLOT.right) / 2, 312, "middle", "row"),
    "</svg>",
    "",
  ].join("\n");
}

/** The signals of `data.csv`, as the program writes them. */
export async function signalsOfSample(root: URL): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "batch-signal-picture-" });
  try {
    const path = (name: string) => `${folder}/${name}`;
    const files = ["-i", "data.csv", "-c", "config.yaml", "-o", path("metrics.json"), "-l", path("run.log")];
    const { success, stderr } = await new Deno.Command("deno", {
      args: [
        "run",
        "--no-prompt",
        "--allow-read",
        "--allow-write",
        "main.ts",
        ...files,
        "--signals",
        path("signals.csv"),
      ],
      cwd: root,
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return await Deno.readTextFile(path("signals.csv"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const root = new URL("../", import.meta.url);
  await Deno.writeTextFile(new URL("docs/signal.svg", root), pictureOf(await signalsOfSample(root)));
}
