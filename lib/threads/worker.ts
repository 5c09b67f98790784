/**
 * A worker thread: takes segments, one after the other, and sends what they give.
 *
 * A segment that fails is not explained here. It may have begun in the middle of a record, and its lines are not known: so
 * the main thread reads it again if it comes to it, and meets the same fault with the right line.
 *
 * @module
 */
import { Control } from "./control.ts";
import { rowsFor } from "./plain_rows.ts";
import type { BeginRows } from "./rows.ts";
import { type Known, readSegment, segmentCount, type SegmentPlan, type SegmentResult } from "./segment.ts";

/** What a worker is given to begin. */
export interface Work {
  readonly path: string;
  /** What identifies the file that the main thread has open; 0 and null where the system has no such numbers. */
  readonly identity: { readonly dev: number; readonly ino: number | null };
  readonly plan: SegmentPlan;
  readonly known: Known;
  readonly shared: SharedArrayBuffer;
}

/** What a worker sends for each segment it has taken: undefined where no record starts in it, null where it failed. */
export interface Report {
  readonly index: number;
  readonly result: SegmentResult | undefined | null;
}

/** The part of a worker's global scope that is used here. */
declare const self: {
  onmessage: (event: MessageEvent<Work>) => Promise<void>;
  postMessage(report: Report): void;
  close(): void;
};

self.onmessage = async ({ data }) => {
  work(data, await rowsFor(data.plan));
  self.close();
};

function work(task: Work, beginRows: BeginRows): void {
  const { plan, known, shared } = task;
  const control = new Control(segmentCount(plan), shared);
  const file = openSame(task);
  if (file === undefined) return;
  while (control.wait()) {
    const index = control.take();
    if (index === undefined) continue;
    let result: SegmentResult | undefined | null = null;
    try {
      result = readSegment(file, plan, index, known, beginRows);
    } catch {
      // The main thread will see.
    }
    self.postMessage({ index, result });
  }
  file.close();
}

/** Opens the file, if it is the one that the main thread has open. Else the main thread goes on alone. */
function openSame({ path, identity }: Work): Deno.FsFile | undefined {
  try {
    const file = Deno.openSync(path);
    const { dev, ino } = file.statSync();
    if (dev === identity.dev && ino === identity.ino) return file;
    file.close();
  } catch {
    // Gone, or no more files may be open.
  }
  return undefined;
}
