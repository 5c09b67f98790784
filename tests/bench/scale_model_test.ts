import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type Costs, type Fleet, simulate, type Work } from "../../bench/scale_model.ts";

const COSTS: Costs = { bytesPerSecond: 1e9, startSeconds: 0.1, fileSeconds: 0.01, taskSeconds: 0.05 };
const WORK: Work = { files: 500, meanBytes: 1e10, filesPerTask: 1, filesPerProcess: 1 };
const FLEET: Fleet = {
  machines: 10,
  cores: 2,
  machineBytesPerSecond: 1e12,
  lostPerHour: 0,
  replaceSeconds: 60,
  slowShare: 0,
  slowFactor: 4,
  failShare: 0,
  copies: false,
};
const run = (fleet: Partial<Fleet> = {}, work: Partial<Work> = {}, seed = 1) =>
  simulate({ ...WORK, ...work }, { ...FLEET, ...fleet }, COSTS, seed);

Deno.test({ name: "scale: one core takes the sum of what was measured", permissions: "none" }, () => {
  const [one, shared] = [1, 10].map((filesPerProcess) =>
    run({ machines: 1, cores: 1 }, { files: 20, filesPerTask: 10, filesPerProcess })
  );
  const starts = (processes: number) => 2 * 0.05 + processes * 0.1 + (20 - processes) * 0.01;
  assertEquals([one?.overIdeal, shared?.overIdeal, one?.wasted], [1, 1, 0]);
  // The same files, whose bytes are drawn: what differs is the starts.
  assertAlmostEquals(((one?.hours ?? 0) - (shared?.hours ?? 0)) * 3600, starts(20) - starts(2), 1e-6);
  const bytes = (one?.hours ?? 0) * 3600 - starts(20);
  assert(bytes > 20 * 5 && bytes < 20 * 15, `${bytes} s`);
});

Deno.test({ name: "scale: the network of a machine is shared by its cores", permissions: "none" }, () => {
  const [wide, narrow] = [1e12, 1e9].map((machineBytesPerSecond) => run({ machineBytesPerSecond }).hours);
  // Two cores with half of what one can take each.
  assertAlmostEquals((narrow ?? 0) / (wide ?? 1), 2, 0.05);
});

Deno.test({ name: "scale: a seed is an answer", permissions: "none" }, () => {
  const hard = { lostPerHour: 5, slowShare: 0.2, failShare: 0.05, copies: true };
  assertEquals(run(hard), run(hard));
  assert(run(hard).hours !== run(hard, {}, 2).hours);
});

Deno.test({
  name: "scale: what is lost, slow or fails takes longer, and copies make up for slow machines",
  permissions: "none",
}, () => {
  const best = run();
  const lossy = run({ lostPerHour: 20 });
  assert(lossy.machinesLost > 5 && lossy.wasted > 0 && lossy.hours > best.hours);
  const failing = run({ failShare: 0.1 });
  assert(failing.triesFailed > 20 && failing.hours > best.hours);
  assertAlmostEquals(failing.wasted, 0.1 / 0.9, 0.05);
  const slow = run({ slowShare: 0.3 });
  const copied = run({ slowShare: 0.3, copies: true });
  assert(slow.hours > best.hours && copied.copiesMade > 0 && copied.hours < slow.hours);
  assertEquals([best.machinesLost, best.triesFailed, slow.copiesMade], [0, 0, 0]);
});

Deno.test(
  { name: "scale: a task has three tries, and losing its machine is none of them", permissions: "none" },
  () => {
    const never = run({ failShare: 1 }, { files: 7 });
    assertEquals([never.tasksFailed, never.triesFailed], [7, 21]);
    const rarely = run({ failShare: 0.1 }, { files: 20_000, meanBytes: 1e8 });
    // One in a thousand.
    assert(rarely.tasksFailed > 5 && rarely.tasksFailed < 45, `${rarely.tasksFailed}`);
    const lost = run({ lostPerHour: 200 }, { files: 100 });
    assert(lost.machinesLost > 20);
    assertEquals(lost.tasksFailed, 0);
  },
);
