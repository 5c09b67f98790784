import { assertEquals } from "@std/assert";
import { GENERIC } from "../../lib/layouts/layout.ts";
import { Control } from "../../lib/threads/control.ts";
import { segmentCount, type SegmentPlan } from "../../lib/threads/segment.ts";
import type { Report, Work } from "../../lib/threads/worker.ts";
import { shapeOf } from "../rows/shapes.ts";
import { Folder } from "../command.ts";

const HEADER = { ...shapeOf(2, 1), isFirstRow: false, names: [], thousandsMark: undefined };
const TEXT = `t,close\n${"1,2\n".repeat(400)}`;
const PLAN: SegmentPlan = {
  file: "in.csv",
  sizeBytes: TEXT.length,
  segmentBytes: 100,
  window: 2,
  layout: GENERIC,
  isDescending: false,
  order: undefined,
};

/** Starts a worker on the file at `path`. */
function start(path: string, identity: Work["identity"]): { worker: Worker; reports: Report[]; control: Control } {
  const control = new Control(segmentCount(PLAN));
  // A team's main thread has taken the first segment, with the header.
  control.take();
  const worker = new Worker(new URL("../../lib/threads/worker.ts", import.meta.url), { type: "module" });
  const reports: Report[] = [];
  worker.onmessage = ({ data }: MessageEvent<Report>) => {
    reports.push(data);
    control.stitched();
  };
  const work: Work = { path, identity, plan: PLAN, known: { header: HEADER, decimals: 0 }, shared: control.shared };
  worker.postMessage(work);
  return { worker, reports, control };
}

/** Waits until a worker has sent a report for each segment but the first. */
async function allReports({ reports }: { reports: Report[] }): Promise<void> {
  while (reports.length < segmentCount(PLAN) - 1) await new Promise((resolve) => setTimeout(resolve, 5));
}

Deno.test("worker: reads the file that the main thread has open, and takes no segment of another one", async () => {
  using folder = new Folder({ "in.csv": TEXT, "other": TEXT.replaceAll("2", "3") });
  const { dev, ino } = Deno.statSync(folder.of("in.csv"));
  const stranger = start(folder.of("other"), { dev, ino });
  const lost = start(folder.of("nowhere"), { dev, ino });
  // These have started later, so the others have had their time when all of them are done.
  const workers = [];
  for (let n = 0; n < 3; n++) {
    const worker = start(folder.of("in.csv"), { dev, ino });
    workers.push(worker);
    await allReports(worker);
    const rows = worker.reports.reduce((sum, { result }) => sum + (result?.summary.rows ?? 0), 0);
    // The first segment has the header and the rows that begin in it.
    assertEquals(rows, 400 - (100 - 8) / 4 - 1);
  }
  assertEquals([stranger.reports, lost.reports], [[], []]);
  assertEquals([stranger.control.take(), lost.control.take()], [1, 1]);
  for (const { worker } of [stranger, lost, ...workers]) worker.terminate();
});
