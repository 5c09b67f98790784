/**
 * Where values are on an axis, and which of them it names.
 *
 * @module
 */

/** A value on an axis. */
export interface Tick {
  readonly value: number;
  readonly text: string;
}

/** An axis from its lowest value, at 0, to its highest, at 1. */
export interface Axis {
  readonly isLogarithmic: boolean;
  readonly ticks: readonly Tick[];
  /** 0 to 1 within the axis. */
  at(value: number): number;
}

/** Prices further apart than this are drawn on a logarithmic axis: on another one, the lower ones would be one line. */
const MOST_TIMES = 20;
/** Room above and below, as a part of the axis. */
const MARGIN = 0.04;
const POWER_STEPS = [1, 2, 5, 10] as const;

/** Round values from `least` to `most`, up to `count` of them or a few more. */
export function ticksIn(least: number, most: number, count: number): number[] {
  const rough = (most - least) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (POWER_STEPS.find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(least / step);
  const ticks = Array.from({ length: Math.floor(most / step) - first + 1 }, (_, n) => (first + n) * step);
  // Of two doubles far from 0 there may be none between.
  return ticks.filter((tick) => tick >= least && tick <= most);
}

/** An axis for prices. */
export function priceAxis(least: number, most: number): Axis {
  if (least > 0 && most / least > MOST_TIMES) return logarithmicAxis(least, most);
  return linearAxis(least, most);
}

/**
 * A linear axis.
 *
 * @param span What it shows at least; by default, a part of the value that is alone on it.
 * @param top No value is above it.
 */
export function linearAxis(
  least: number,
  most: number,
  span: number = least === most ? Math.abs(least) / 50 || 1 : 0,
  top = Infinity,
): Axis {
  const margin = Math.max(MARGIN * (most - least), (span - (most - least)) / 2);
  // Where no value is below 0, nor is the axis.
  const low = least >= 0 ? Math.max(0, least - margin) : least - margin;
  const high = Math.min(most + margin, top);
  const values = ticksIn(low, high, 6);
  const step = (values[1] ?? NaN) - (values[0] ?? NaN);
  return {
    isLogarithmic: false,
    ticks: values.map((value) => ({ value, text: numberText(value, step) })),
    at: (value) => (value - low) / (high - low),
  };
}

function logarithmicAxis(least: number, most: number): Axis {
  const [logLeast, logMost] = [Math.log10(least), Math.log10(most)];
  const margin = MARGIN * (logMost - logLeast);
  const [low, high] = [logLeast - margin, logMost + margin];
  const decades = Math.ceil((high - low) / 5);
  const powers = Array.from({ length: Math.floor(high) - Math.ceil(low) + 1 }, (_, n) => Math.ceil(low) + n);
  // The axis may reach beyond the doubles.
  const values = powers.filter((power) => power % decades === 0).map((power) => Number(`1e${power}`))
    .filter((value) => value > 0 && Number.isFinite(value));
  return {
    isLogarithmic: true,
    ticks: values.map((value) => ({ value, text: numberText(value, value) })),
    at: (value) => (Math.log10(value) - low) / (high - low),
  };
}

/** A number as people read it: `12,345.60`, with the decimals that the step between two has. Beyond that, `1.2e+30`. */
export function numberText(value: number, step: number): string {
  const size = Math.abs(value);
  const decimals = Number.isFinite(step) && step > 0 ? Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) : 0;
  if (size >= 1e15 || decimals > 12) return String(Number(value.toPrecision(6)));
  return grouped(value.toFixed(decimals));
}

/** Digits in groups of three: `-1234.50` → `-1,234.50`. */
export function grouped(digits: string): string {
  const [whole = "", fraction] = digits.split(".");
  const groups = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

/** A number of things: `1 row`, `10,000 rows`. */
export function counted(count: number, thing: string): string {
  return `${grouped(String(count))} ${thing}${count === 1 ? "" : "s"}`;
}

/** A share of rows, with four decimals as metrics have it. */
export function ratio(rate: number): string {
  return numberText(rate, 0.0001);
}
