/**
 * The machine that is measured on, as far as figures depend on it.
 *
 * @module
 */
import { cpus } from "node:os";

export interface Machine {
  readonly system: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
}

export function thisMachine(): Machine {
  return {
    system: `Deno ${Deno.version.deno}, ${Deno.build.os} ${Deno.build.arch}`,
    cpu: cpus()[0]?.model ?? "unknown CPU",
    cores: navigator.hardwareConcurrency,
    memoryGiB: Math.round(Deno.systemMemoryInfo().total / 2 ** 30),
  };
}

/** Average number of processes that ran or wanted to in the last minute. */
export function load(): number {
  return Deno.loadavg()[0] ?? NaN;
}

/** Load averages over a minute: before anything was started, and after the last run. */
export interface Load {
  readonly before: number;
  readonly after: number;
}

/** The machine in one line. */
export function machineLine({ system, cpu, cores, memoryGiB }: Machine): string {
  return `${cores} × ${cpu}, ${memoryGiB} GiB, ${system}`;
}
