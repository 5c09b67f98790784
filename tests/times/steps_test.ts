import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { type StepFacts, Steps } from "../../lib/times/steps.ts";

function stepsOf(times: readonly bigint[], first = 0n): Steps {
  const steps = new Steps();
  steps.beginFile("in.csv");
  for (const time of times) steps.take(first + time);
  return steps;
}

/** Times whose steps are given, from 0 on. */
function timesOf(lengths: readonly bigint[]): bigint[] {
  const times = [0n];
  for (const length of lengths) times.push((times.at(-1) ?? 0n) + length);
  return times;
}

/** How the lengths of a series are counted, and how many long steps there are. */
const counted = ({ lengths, count, long, areMore, earliest, latest }: StepFacts) => ({
  lengths: [...lengths].sort(([a], [b]) => a - b),
  ...{ count, areMore, earliest, latest },
  long: long.filter(({ from, to }) => to - from > 6n),
});

Deno.test({ name: "steps: repeated times are none, and a file begins anew", permissions: "none" }, () => {
  const steps = stepsOf([5n, 5n, 7n]);
  steps.beginFile("b.csv");
  steps.take(100n);
  steps.take(102n);
  assertEquals(steps.facts, {
    lengths: new Map([[2, 2]]),
    count: 2,
    long: [{ file: "in.csv", from: 5n, to: 7n }, { file: "b.csv", from: 100n, to: 102n }],
    areMore: false,
    earliest: 5n,
    latest: 102n,
  });
});

Deno.test({ name: "steps: of many, the long ones are kept, and their number is bounded", permissions: "none" }, () => {
  const usual = timesOf(Array.from({ length: 1000 }, (_, n) => n === 500 ? 2n : 1n));
  assertEquals(stepsOf(usual).facts.long, [{ file: "in.csv", from: 500n, to: 502n }]);
  const often = stepsOf(timesOf(Array.from({ length: 20_000 }, (_, n) => n % 3 === 0 ? 2n : 1n)));
  assertEquals([often.facts.long.length, often.facts.areMore, often.isWatching], [2048, true, false]);
});

const lengths = fc.array(fc.oneof({ weight: 9, arbitrary: fc.constant(1n) }, fc.bigInt(1n, 20n)), {
  minLength: 2,
  maxLength: 400,
});

Deno.test({ name: "steps: rows at one step can be taken together, forward and back", permissions: "none" }, () => {
  fc.assert(
    fc.property(lengths, fc.boolean(), (lengths, isBack) => {
      const times = timesOf(lengths).map((time) => isBack ? -time : time);
      const steps = new Steps();
      steps.beginFile("in.csv");
      steps.take(0n);
      for (let n = 0; n < lengths.length;) {
        let rows = 1;
        while (lengths[n + rows] === lengths[n]) rows++;
        steps.follow(rows, (isBack ? -1n : 1n) * (lengths[n] ?? 0n));
        n += rows;
      }
      assertEquals(steps.facts, stepsOf(times).facts);
    }),
    { numRuns: 500 },
  );
});

Deno.test({ name: "steps: the pieces of a series are the series", permissions: "none" }, () => {
  fc.assert(
    fc.property(lengths, fc.nat(400), (lengths, cut) => {
      const times = timesOf(lengths);
      const at = 1 + cut % (times.length - 1);
      const whole = stepsOf(times.slice(0, at));
      const rest = times.slice(at);
      whole.followAll(stepsOf(rest).facts, rest[0] ?? 0n, rest.at(-1) ?? 0n);
      assertEquals(counted(whole.facts), counted(stepsOf(times).facts));
    }),
    { numRuns: 500 },
  );
});
