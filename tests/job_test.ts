import { assert, assertEquals } from "@std/assert";
import { Folder, JOB_FLAGS } from "./command.ts";

const MANIFEST = `${import.meta.dirname}/../deno.json`;

/** Runs a job in a process that has been there for a while. Prints how long the job took, in milliseconds. */
const LATE = `
await new Promise((resolve) => setTimeout(resolve, 300));
const { readCommand } = await import(${JSON.stringify(import.meta.resolve("../lib/commands/command_line.ts"))});
const { runJob } = await import(${JSON.stringify(import.meta.resolve("../lib/job.ts"))});
const { StopRequest } = await import(${JSON.stringify(import.meta.resolve("../lib/stop.ts"))});
const { options } = await readCommand(Deno.args);
const begin = performance.now();
await runJob(options, new StopRequest());
console.error(performance.now() - begin);
`;

Deno.test("job: all times count from its start, not from that of the process, and go up", async () => {
  for (const [close, code] of [["1", 0], ["x", 4]] as const) {
    using folder = new Folder({ "in.csv": `close\n1\n2\n${close}\n`, "late.ts": LATE });
    const args = ["run", "--no-prompt", "--no-check", "--allow-read", "--allow-write", "--config", MANIFEST, "late.ts"];
    const child = new Deno.Command(Deno.execPath(), { args: [...args, ...JOB_FLAGS], cwd: folder.path });
    const { stdout, stderr } = await child.output();
    const tookMs = Number(new TextDecoder().decode(stderr));
    const log = folder.read("run.log") ?? "";
    const times = [...log.matchAll(/ elapsed_ms=(-?\d+)/g)].map(([, ms]) => Number(ms));
    const latency = /"latency_ms": (-?\d+)/.exec(new TextDecoder().decode(stdout))?.[1];
    assert(times.length > 1, log);
    assertEquals(latency === undefined, code !== 0);
    for (const ms of [...times, Number(latency ?? 0)]) assert(ms >= 0 && ms <= tookMs + 1, `${ms} of ${tookMs} ms`);
    assertEquals(times, times.toSorted((a, b) => a - b));
  }
});
