/**
 * Many files on many machines, on paper: a simulation whose costs were measured and whose machines are assumed. It draws
 * with a seed, so that the same question has the same answer everywhere. `scale_report.ts` asks the questions.
 *
 * @module
 */
import { BinaryHeap } from "@std/data-structures/binary-heap";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

const HOUR = 3600;
/** A task that can't read or write has so many tries, as the examples in `deploy/` give it. */
export const TRIES = 3;

/** What batch-signal and an engine take, as measured. */
export interface Costs {
  /** Of one core, once the program runs. */
  readonly bytesPerSecond: number;
  /** Of the program; also its end. */
  readonly startSeconds: number;
  /** Of a file more in the same process. */
  readonly fileSeconds: number;
  /** Of the engine, for each task. */
  readonly taskSeconds: number;
}

/** What is to be read. Sizes are spread evenly between half the mean and one and a half. */
export interface Work {
  readonly files: number;
  readonly meanBytes: number;
  readonly filesPerTask: number;
  /** A task has a process for each so many of its files. */
  readonly filesPerProcess: number;
}

/** Machines, as assumed. */
export interface Fleet {
  readonly machines: number;
  readonly cores: number;
  /** What one machine gets from where the files are; its cores share it. */
  readonly machineBytesPerSecond: number;
  /** The share of machines that is taken away in an hour. */
  readonly lostPerHour: number;
  /** Until another stands in for one that was taken away. */
  readonly replaceSeconds: number;
  /** The share of machines that is slow, and how many times as long they take. */
  readonly slowShare: number;
  readonly slowFactor: number;
  /** The share of tries that end with 5, at their end. */
  readonly failShare: number;
  /** Whether a core without work takes a copy of a task that would end later elsewhere, as Spark's speculation does. */
  readonly copies: boolean;
}

/** What has become of the work. */
export interface Outcome {
  readonly hours: number;
  /** `hours` ÷ those that it takes if nothing fails, nothing is slow and no core waits. */
  readonly overIdeal: number;
  /** Time of cores whose result was not used ÷ that of those whose was. */
  readonly wasted: number;
  readonly machinesLost: number;
  readonly triesFailed: number;
  readonly copiesMade: number;
  /** Tasks whose last try has failed: they are told of. */
  readonly tasksFailed: number;
}

interface Task {
  readonly seconds: number;
  tries: number;
  running: number;
  isDone: boolean;
}

/** A core at work, until it ends or its machine is lost. */
interface Run {
  readonly task: Task;
  readonly machine: Machine;
  readonly start: number;
  readonly end: number;
  isOver: boolean;
}

interface Machine {
  /** How many times as long as others it takes. */
  slowness: number;
  isThere: boolean;
  readonly runs: Set<Run>;
}

/** What happens at a time. */
type Event = { readonly at: number; readonly run: Run } | { readonly at: number; readonly machine: Machine };

/** From 0 up, below 1. */
type Draw = () => number;

/** The standard library's heap, which comes without types. */
interface Heap<Value> {
  push(value: Value): number;
  pop(): Value | undefined;
}

/** @returns What a simulated night comes to. */
export function simulate(work: Work, fleet: Fleet, costs: Costs, seed: number): Outcome {
  // A generator for each, so that of two fleets that differ in one thing all else is the same.
  const [drawSize, drawSlow, drawLife, drawFailure] = [0, 1, 2, 3].map((stream) => {
    const random = xoroshiro128plus(4 * seed + stream);
    return () => uniformFloat64(random);
  }) as [Draw, Draw, Draw, Draw];
  const waiting = drawTasks(work, fleet, costs, drawSize);
  const ideal = waiting.reduce((sum, { seconds }) => sum + seconds, 0) / (fleet.machines * fleet.cores);
  // The first are at the end, from where they are taken.
  waiting.reverse();
  let open = waiting.length;
  const events: Heap<Event> = new BinaryHeap((a: Event, b: Event) => a.at - b.at);
  const machines = Array.from(
    { length: fleet.machines },
    (): Machine => ({ slowness: 1, isThere: false, runs: new Set() }),
  );
  const running = new Set<Run>();
  let [now, used, wasted] = [0, 0, 0];
  let [machinesLost, triesFailed, copiesMade, tasksFailed] = [0, 0, 0, 0];

  const begin = (machine: Machine, task: Task) => {
    const run = { task, machine, start: now, end: now + task.seconds * machine.slowness, isOver: false };
    task.running++;
    machine.runs.add(run);
    running.add(run);
    events.push({ at: run.end, run });
  };
  const end = (run: Run) => {
    run.isOver = true;
    run.task.running--;
    run.machine.runs.delete(run);
    running.delete(run);
  };
  /** The task that is alone and ends last, if this machine would end it earlier. */
  const toCopy = (machine: Machine): Task | undefined => {
    let last: Run | undefined;
    for (const run of running) {
      if (run.task.running === 1 && run.end > (last?.end ?? 0)) last = run;
    }
    return last !== undefined && last.end > now + last.task.seconds * machine.slowness ? last.task : undefined;
  };
  const fill = (machine: Machine) => {
    while (machine.isThere && machine.runs.size < fleet.cores) {
      const copied = waiting.length === 0 && fleet.copies ? toCopy(machine) : undefined;
      const task = waiting.pop() ?? copied;
      if (task === undefined) return;
      if (copied !== undefined) copiesMade++;
      begin(machine, task);
    }
  };
  const arrive = (machine: Machine) => {
    machine.isThere = true;
    machine.slowness = drawSlow() < fleet.slowShare ? fleet.slowFactor : 1;
    // Losses are a Poisson process: the time to the next is exponential.
    const life = fleet.lostPerHour === 0 ? Infinity : -Math.log(1 - drawLife()) / fleet.lostPerHour * HOUR;
    if (life !== Infinity) events.push({ at: now + life, machine });
    fill(machine);
  };
  const lose = (machine: Machine) => {
    machine.isThere = false;
    machinesLost++;
    for (const run of machine.runs) {
      end(run);
      wasted += now - run.start;
      // Nobody's fault: it does not count as a try.
      if (!run.task.isDone && run.task.running === 0) waiting.push(run.task);
    }
    events.push({ at: now + fleet.replaceSeconds, machine });
  };
  const finish = (run: Run) => {
    end(run);
    const { task } = run;
    const seconds = run.end - run.start;
    if (task.isDone) {
      wasted += seconds;
    } else if (drawFailure() < fleet.failShare) {
      triesFailed++;
      wasted += seconds;
      task.tries++;
      if (task.running === 0) {
        if (task.tries < TRIES) waiting.push(task);
        else [task.isDone, open, tasksFailed] = [true, open - 1, tasksFailed + 1];
      }
    } else {
      task.isDone = true;
      open--;
      used += seconds;
    }
    fill(run.machine);
  };

  for (const machine of machines) arrive(machine);
  while (open > 0) {
    const event = events.pop();
    if (event === undefined) throw new Error(`${open} tasks are left and nothing happens any more`);
    if ("run" in event) {
      if (event.run.isOver) continue;
      now = event.at;
      finish(event.run);
    } else {
      now = event.at;
      if (event.machine.isThere) lose(event.machine);
      else arrive(event.machine);
      // What was lost is taken up by whoever has a core to spare.
      if (waiting.length > 0) machines.forEach(fill);
    }
  }
  for (const run of running) wasted += now - run.start;
  const overIdeal = now / ideal;
  return { hours: now / HOUR, overIdeal, wasted: wasted / used, machinesLost, triesFailed, copiesMade, tasksFailed };
}

function drawTasks(work: Work, fleet: Fleet, costs: Costs, draw: Draw): Task[] {
  const bytesPerSecond = Math.min(costs.bytesPerSecond, fleet.machineBytesPerSecond / fleet.cores);
  return Array.from({ length: Math.ceil(work.files / work.filesPerTask) }, (_, n) => {
    const files = Math.min(work.filesPerTask, work.files - n * work.filesPerTask);
    let bytes = 0;
    for (let file = 0; file < files; file++) bytes += work.meanBytes * (0.5 + draw());
    const processes = Math.ceil(files / work.filesPerProcess);
    const seconds = costs.taskSeconds + processes * costs.startSeconds + (files - processes) * costs.fileSeconds +
      bytes / bytesPerSecond;
    return { seconds, tries: 0, running: 0, isDone: false };
  });
}
