import type { Mutant } from "./mutants.ts";

const ROLLING = "lib/signal/rolling.ts";
const ODD_CLOSES = "lib/signal/odd_closes.ts";
const MEAN = "lib/numbers/nearest_double.ts";
const STITCH = "lib/threads/stitch.ts";
const SEGMENT = "lib/threads/segment.ts";
const TEAM = "lib/threads/team.ts";

const signalTests = ["signal/rolling_test.ts"];
const meanTests = ["numbers/nearest_double_test.ts"];
const teamTests = ["threads/team_test.ts"];
const workerTests = ["threads/worker_test.ts"];

/** Faults in the arithmetic, and in how threads put it together. */
export const SIGNAL_MUTANTS: readonly Mutant[] = [
  {
    fault: "the warm-up is one row too long",
    file: ROLLING,
    from: "if (this.#rows < this.#window) return 0;",
    to: "if (this.#rows <= this.#window) return 0;",
    tests: signalTests,
  },
  {
    fault: "the warm-up is one row too short",
    file: ROLLING,
    from: "if (this.#rows < this.#window) return 0;",
    to: "if (this.#rows < this.#window - 1) return 0;",
    tests: signalTests,
  },
  {
    fault: "a close equal to the mean counts, in sums of one double, at the start of a batch",
    file: ROLLING,
    from: "slot = slot + 1 === window ? 0 : slot + 1;\n      const signal = Number(window * close > sum);",
    to: "slot = slot + 1 === window ? 0 : slot + 1;\n      const signal = Number(window * close >= sum);",
    tests: signalTests,
  },
  {
    fault: "a close equal to the mean counts, in sums of one double",
    file: ROLLING,
    from: "sum += close - (mantissas[i - window] ?? 0);\n        const signal = Number(window * close > sum);",
    to: "sum += close - (mantissas[i - window] ?? 0);\n      const signal = Number(window * close >= sum);",
    tests: signalTests,
  },
  {
    fault: "a close equal to the mean counts, in sums of two limbs",
    file: ROLLING,
    from: "* LIMB > low - window * comparedLow);",
    to: "* LIMB >= low - window * comparedLow);",
    tests: signalTests,
  },
  {
    fault: "a close equal to the mean counts, in big integers",
    file: ROLLING,
    from: "mantissaAt(close, decimals) > mantissaAt(sum, decimals);",
    to: "mantissaAt(close, decimals) >= mantissaAt(sum, decimals);",
    tests: signalTests,
  },
  {
    fault: "the window is one row too long, inside a batch",
    file: ROLLING,
    from: "sum += close - (mantissas[i - window] ?? 0);",
    to: "sum += close - (mantissas[i - window - 1] ?? 0);",
    tests: signalTests,
  },
  {
    fault: "limbs are too wide for exact sums",
    file: ROLLING,
    from: "const LIMB = 2 ** 27;",
    to: "const LIMB = 2 ** 40;",
    tests: signalTests,
  },
  {
    fault: "sums of one double are used where they do not fit",
    file: ROLLING,
    from: "Math.max(this.#window, 2) * this.#largest <= Number.MAX_SAFE_INTEGER;",
    to: "true;",
    tests: signalTests,
  },
  {
    fault: "the difference of two closes is not counted as a window of 2",
    file: ROLLING,
    from: "Math.max(this.#window, 2) * this.#largest",
    to: "this.#window * this.#largest",
    tests: signalTests,
  },
  {
    fault: "the largest close of a batch is forgotten",
    file: ROLLING,
    from: "this.#largest = Math.max(this.#largest, largest);",
    to: "",
    tests: signalTests,
  },
  {
    fault: "the last close of a batch but one is dropped from the ring",
    file: ROLLING,
    from: "const firstHeld = Math.max(from, count - window);",
    to: "const firstHeld = Math.max(from, count - window + 1);",
    tests: signalTests,
  },
  {
    fault: "signals of a batch are not counted",
    file: ROLLING,
    from: "this.#low = sum - this.#high * LIMB;\n    this.#rows += count - from;\n    this.#ones += ones;",
    to: "this.#low = sum - this.#high * LIMB;\n    this.#rows += count - from;",
    tests: signalTests,
  },
  {
    fault: "a ring does not grow with its closes",
    file: ROLLING,
    from: "this.#makeRoom(slot + 1);",
    to: "",
    tests: signalTests,
  },
  {
    fault: "the kernel goes on in a ring that has no room for the window",
    file: ROLLING,
    from: "this.#makeRoom(this.#window);",
    to: "",
    tests: ["signal/memory_test.ts"],
  },
  {
    fault: "what has left the windows counts as memory",
    file: ODD_CLOSES,
    from: "this.#memory.giveHeap(heapBytesOf(close));",
    to: "",
    tests: ["signal/memory_test.ts"],
  },
  {
    fault: "an odd close that leaves the window stays in the sum",
    file: ODD_CLOSES,
    from: "this.#add(-1n, close);",
    to: "",
    tests: signalTests,
  },
  {
    fault: "a close that a new scale makes odd is lost",
    file: ROLLING,
    from: "if (mantissa === undefined) this.#odd.set(slot, close);",
    to: "",
    tests: signalTests,
  },
  {
    fault: "the closes of a full window are handed on from the ring's start, not from the oldest",
    file: ROLLING,
    from: "const oldest = this.#rows < this.#window ? 0 : this.#slot;",
    to: "const oldest = 0;",
    tests: [...signalTests, ...teamTests],
  },
  {
    fault: "a tie is rounded up, not to even",
    file: MEAN,
    from: "(twiceRemainder === scaledDenominator && isOdd)",
    to: "(twiceRemainder === scaledDenominator)",
    tests: meanTests,
  },
  {
    fault: "subnormal means are rounded twice",
    file: MEAN,
    from: "shift = Math.min(shift, LOWEST_BIT);",
    to: "",
    tests: meanTests,
  },
  {
    fault: "a mean is rounded from 54 bits",
    file: MEAN,
    from: ">= 1n << BigInt(PRECISION)) shift--;",
    to: "> 1n << BigInt(PRECISION + 1)) shift--;",
    tests: meanTests,
  },
  {
    fault: "a segment hands on one row too many for its neighbour to decide",
    file: "lib/signal/run.ts",
    from: "Math.min(count, this.#most - this.#count);",
    to: "Math.min(count, this.#most - this.#count + 1);",
    tests: teamTests,
  },
  {
    fault: "odd closes at the start of a segment are not handed on",
    file: "lib/threads/plain_rows.ts",
    from: "first.addExact(close);",
    to: "",
    tests: teamTests,
  },
  {
    fault: "a segment with as many rows as the window hands on too few",
    file: SEGMENT,
    from: "last: summary.rows < this.#window ?",
    to: "last: summary.rows <= this.#window ?",
    tests: teamTests,
  },
  {
    fault: "a segment that has failed on its own is not read again",
    file: TEAM,
    from: "else if (result?.start === offset && this.#isInOrder(result)) this.#add(result);",
    to: "else if (result === null) this.#goOn();\n      else if (result?.start === offset) this.#add(result);",
    tests: teamTests,
  },
  {
    fault: "segments are put together though they do not meet",
    file: TEAM,
    from: "else if (result?.start === offset && this.#isInOrder(result)) this.#add(result);",
    to: "else if (result) this.#add(result);",
    tests: teamTests,
  },
  {
    fault: "signals at the edges of segments are counted twice",
    file: STITCH,
    from: "this.#ones += this.#edge.ones - before + ones;",
    to: "this.#ones += this.#edge.ones + ones;",
    tests: teamTests,
  },
  {
    fault: "the edge of a segment is not moved on",
    file: STITCH,
    from: "if (last !== undefined) {",
    to: "if (last === undefined) return;\n    if (this.rows === 0) {",
    tests: teamTests,
  },
  {
    fault: "lines of earlier segments do not count",
    file: "lib/rows/summary.ts",
    from: "lines: a.lines + b.lines,",
    to: "lines: b.lines,",
    tests: teamTests,
  },
  {
    fault: "a worker reads whatever file stands at the path now",
    file: "lib/threads/worker.ts",
    from: "if (dev === identity.dev && ino === identity.ino) return file;",
    to: "if (dev >= 0 && ino !== identity.dev) return file;",
    tests: workerTests,
  },
];
