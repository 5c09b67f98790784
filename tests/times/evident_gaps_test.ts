import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { evidentGaps, usualStep } from "../../lib/times/evident_gaps.ts";
import { formatDuration } from "../../lib/times/interval.ts";
import { Steps } from "../../lib/times/steps.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (text: string) => Date.parse(`${text}Z`);

/** Times from the first to before the last. */
function every(step: number, from: string, to: string): number[] {
  return Array.from({ length: Math.ceil((at(to) - at(from)) / step) }, (_, n) => at(from) + n * step);
}

const clockOf = (time: number) => (time % DAY + DAY) % DAY / HOUR;
const weekdayOf = (time: number) => new Date(time).getUTCDay();
const without = (times: readonly number[], from: string, to: string) =>
  times.filter((time) => time < at(from) || time >= at(to));

const HOLIDAYS = ["2023-01-02", "2023-07-04", "2023-11-23", "2023-12-25", "2024-01-01"].map((day) => at(day));
const isTradingDay = (time: number) => weekdayOf(time) % 6 !== 0 && !HOLIDAYS.includes(Math.floor(time / DAY) * DAY);

const CRYPTO = every(MINUTE, "2024-01-01", "2024-01-08");
const CRYPTO_DAYS = every(DAY, "2023-01-01", "2024-06-01");
const STOCK_DAYS = CRYPTO_DAYS.filter(isTradingDay);
const STOCK = every(5 * MINUTE, "2023-06-01", "2024-02-01")
  .filter((time) => isTradingDay(time) && clockOf(time) >= 9.5 && clockOf(time) < 16);
const CHINA = every(15 * MINUTE, "2023-06-01", "2023-09-01")
  .filter((time) => weekdayOf(time) % 6 !== 0)
  .filter((time) => (clockOf(time) >= 9.5 && clockOf(time) < 11.5) || (clockOf(time) >= 13 && clockOf(time) < 15));
const FX = every(HOUR, "2023-11-01", "2024-03-01")
  .filter((time) =>
    weekdayOf(time) !== 6 && !(weekdayOf(time) === 5 && clockOf(time) >= 22) &&
    !(weekdayOf(time) === 0 && clockOf(time) < 22)
  );
/** 23 hours a day, closed from 21 to 22 UTC and at weekends. */
const FUTURES = FX.filter((time) => clockOf(time) !== 21);
/** Sunday to Thursday. */
const RIYADH = CRYPTO_DAYS.filter((time) => weekdayOf(time) < 5);
/** 10:00 to 16:00 of Sydney in UTC, with summer time in a part of the year. */
const SYDNEY = every(10 * MINUTE, "2023-08-01", "2024-02-01")
  .filter((time) => weekdayOf(time) % 6 !== 0)
  .filter((time) => {
    const clock = (clockOf(time) + (time < at("2023-10-01") ? 0 : 1)) % 24;
    return clock < 6;
  });
const WEEKS = every(7 * DAY, "2020-01-06", "2022-01-06");
const MONTHS = Array.from({ length: 60 }, (_, n) => Date.UTC(2018, n, 1));

/** A series, and what is told of it: how many gaps, and the longest. */
const SERIES: readonly (readonly [name: string, times: readonly number[], told: string | undefined])[] = [
  ["minutes of a market that never closes", CRYPTO, undefined],
  ["one of its minutes is missing", CRYPTO.toSpliced(5000, 1), "1, 2m every 1m"],
  ["two of its hours are missing", without(CRYPTO, "2024-01-03T05:00", "2024-01-03T07:00"), "1, 2h 1m every 1m"],
  ["a night of it is missing", without(CRYPTO, "2024-01-03T22:00", "2024-01-04T06:00"), "1, 8h 1m every 1m"],
  ["every hundredth of its minutes is missing", CRYPTO.filter((_, n) => n % 100 !== 50), "101, 2m every 1m"],
  ["every tenth of its minutes is missing", CRYPTO.filter((_, n) => n % 10 !== 5), undefined],
  [
    "two days of it, and a night between",
    without(CRYPTO, "2024-01-01T22:00", "2024-01-02T03:00").slice(0, 2000),
    "1, 5h 1m every 1m",
  ],
  ["days that are all there", CRYPTO_DAYS, undefined],
  ["three of these days are missing", CRYPTO_DAYS.toSpliced(100, 3), "1, 4d every 1d"],
  ["one of twelve of these days is missing", CRYPTO_DAYS.slice(0, 12).toSpliced(5, 1), "1, 2d every 1d"],
  ["days of a stock", STOCK_DAYS, undefined],
  ["a week of days of a stock", STOCK_DAYS.slice(0, 6), undefined],
  ["a month of days of a stock is missing", without(STOCK_DAYS, "2023-06-01", "2023-07-01"), "1, 33d every 1d"],
  ["a week of days of a stock is missing", without(STOCK_DAYS, "2023-06-05", "2023-06-10"), "1, 10d every 1d"],
  ["a day of a stock is missing, and may be a holiday", without(STOCK_DAYS, "2023-06-06", "2023-06-07"), undefined],
  ["days without a weekend", STOCK_DAYS.slice(0, 4).toSpliced(2, 1), undefined],
  ["days of Riyadh", RIYADH, undefined],
  ["a month of Riyadh is missing", without(RIYADH, "2023-06-01", "2023-07-01"), "1, 32d every 1d"],
  [
    "days of Shanghai with a week of holidays twice a year",
    without(without(STOCK_DAYS, "2023-01-20", "2023-01-30"), "2023-09-29", "2023-10-09"),
    undefined,
  ],
  ["minutes of a stock", STOCK, undefined],
  ["two days of a stock", STOCK.slice(0, 150), undefined],
  ["an hour of a stock is missing", without(STOCK, "2023-06-07T11:00", "2023-06-07T12:00"), "1, 1h 5m every 5m"],
  ["a month of a stock is missing", without(STOCK, "2023-09-01", "2023-10-01"), "1, 31d 17h every 5m"],
  ["days with a break for lunch", CHINA, undefined],
  ["two such days", CHINA.slice(0, 32), undefined],
  ["a market that is closed at weekends", FX, undefined],
  ["three hours of it are missing", without(FX, "2023-12-13T05:00", "2023-12-13T08:00"), "1, 4h every 1h"],
  ["a holiday of it", without(FX, "2023-12-25", "2023-12-26"), undefined],
  ["a month of it is missing", without(FX, "2023-12-10", "2024-01-12"), "1, 34d 3h every 1h"],
  ["a market that is closed for an hour a day", FUTURES, undefined],
  ["Sydney in UTC", SYDNEY, undefined],
  ["weeks", WEEKS, undefined],
  ["a week is missing", WEEKS.toSpliced(50, 1), "1, 14d every 7d"],
  ["months", MONTHS, undefined],
  ["a February is missing", MONTHS.toSpliced(25, 1), "1, 60d every 31d"],
  ["three rows", [at("2024-01-01"), at("2024-01-02"), at("2024-01-05")], undefined],
  [
    "rows at random",
    Array.from({ length: 2000 }, (_, n) => at("2024-01-01") + n * MINUTE + (n * 7919) % MINUTE),
    undefined,
  ],
  ["no rows", [], undefined],
];

function stepsOf(times: readonly number[]): Steps {
  const steps = new Steps();
  steps.beginFile("in.csv");
  for (const time of times) steps.take(BigInt(time) * 1_000_000n);
  return steps;
}

function toldOf(times: readonly number[]): string | undefined {
  const gaps = evidentGaps(stepsOf(times).facts, []);
  if (gaps === undefined) return undefined;
  const { longest: { file, from, to }, interval, count } = gaps;
  assertEquals([file, from < to], ["in.csv", true]);
  return `${count}, ${formatDuration(to - from)} every ${formatDuration(interval)}`;
}

for (const [name, times, told] of SERIES) {
  Deno.test({ name: `evident gaps: ${name}`, permissions: "none" }, () => {
    assertEquals([toldOf(times), toldOf(times.toReversed())], [told, told]);
  });
}

Deno.test({ name: "evident gaps: a month that is left out of any series is told of", permissions: "none" }, () => {
  const long = SERIES.filter(([, times, told]) =>
    told === undefined && times.length > 500 && usualStep(stepsOf(times).facts)
  );
  const months = long.filter(([, times]) => (times.at(-1) ?? 0) - (times[0] ?? 0) > 90 * DAY);
  fc.assert(
    fc.property(fc.constantFrom(...months), fc.double({ min: 0.1, max: 0.6, noNaN: true }), ([, times], share) => {
      const from = times[Math.floor(share * times.length)] ?? 0;
      const gaps = evidentGaps(stepsOf(times.filter((time) => time < from || time >= from + 31 * DAY)).facts, []);
      assertEquals(gaps?.count, 1);
    }),
    { numRuns: 200 },
  );
});

Deno.test({
  name: "evident gaps: where rows are missing as a rule, only what is longer than holidays is told of",
  permissions: "none",
}, () => {
  const sparse = CRYPTO.filter((_, n) => n % 10 < 6);
  const month = sparse.map((time, n) => n < 3000 ? time : time + 30 * DAY);
  for (const times of [sparse, without(CRYPTO, "2024-01-03", "2024-01-04")]) {
    assertEquals(evidentGaps(stepsOf(times).facts, [], true), undefined);
  }
  assertEquals([evidentGaps(stepsOf(month).facts, [])?.count, evidentGaps(stepsOf(month).facts, [], true)?.count], [
    1,
    1,
  ]);
});

Deno.test({ name: "evident gaps: a step between files counts as one inside", permissions: "none" }, () => {
  const steps = stepsOf(CRYPTO.slice(0, 1000));
  const step = { file: "b.csv", from: 0n, to: BigInt(3 * MINUTE) * 1_000_000n };
  assertEquals(evidentGaps(steps.facts, [step])?.longest, step);
});
