/**
 * The door of this room: a file, and what a run wants of it → the team that reads it.
 *
 * @module
 */
import type { Config } from "../config/config.ts";
import type { CandleSource, RegularFile } from "../inputs/source.ts";
import type { Layout } from "../layouts/layout.ts";
import type { Plan } from "../plan.ts";
import type { StopRequest } from "../stop.ts";
import { orderCheckOf } from "../times/order.ts";
import { rowsFor } from "./plain_rows.ts";
import { Team } from "./team.ts";

/** @param layout Its order is known. */
export async function beginTeam(
  { name }: CandleSource,
  file: RegularFile,
  { threads, segmentBytes }: Plan,
  config: Config,
  layout: Layout,
  stop: StopRequest,
): Promise<Team> {
  const { order: direction } = layout;
  if (direction === "auto") throw new Error("segments of rows whose order is not known");
  const order = orderCheckOf(layout, direction, config);
  const rules = { window: config.window, isDescending: direction === "descending", order: order?.rules };
  const plan = { file: name, sizeBytes: file.info.size, segmentBytes, layout, ...rules };
  return new Team({ file, path: name, plan, threads: threads.choice, beginRows: await rowsFor(rules), order }, stop);
}
