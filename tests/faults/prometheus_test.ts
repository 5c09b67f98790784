import { assert, assertEquals } from "@std/assert";
import { Folder, JOB_FLAGS } from "../command.ts";
import { recordAtEnd, Tally } from "../evidence.ts";
import { inject, inParallel, IS_INJECTABLE, SIGNAL_NUMBERS, UNLESS_INJECTABLE } from "./injector.ts";

const killed = new Tally({
  promise: "A run that is killed leaves the Prometheus file of the night before or its own, and nothing between",
  tested: "Every call on the files of a run with --prometheus gets SIGKILL in turn",
  sought: "torn, empty or missing files",
});
recordAtEnd("faults-prometheus", "A run with --prometheus that is killed", [killed]);
if (!IS_INJECTABLE) killed.skip(UNLESS_INJECTABLE.trim());

const FLAGS = [...JOB_FLAGS, "--prometheus", "job.prom"];
const LAST_NIGHT = 'batch_signal_last_success_timestamp_seconds{name="job"} 1700000000\n';

Deno.test(
  { name: `faults: a run with --prometheus is killed at every call${UNLESS_INJECTABLE}`, ignore: !IS_INJECTABLE },
  async () => {
    using folder = new Folder({ "job.prom": LAST_NIGHT });
    const clean = await inject(folder, { flags: FLAGS });
    assertEquals(clean.finished.code, 0);
    const own = (folder.read("job.prom") ?? "").replaceAll(/ [0-9.]+$/gm, "");
    assert(own.includes('batch_signal_rows{name="job"}'));
    const renamed = clean.calls.findIndex(({ name }, n) => name === "rename" && n > clean.calls.length - 20);
    assert(clean.calls.length > 30 && renamed > 0, `${clean.calls.length} calls`);
    let lastNight = 0;
    await inParallel(clean.calls.entries(), ([index, call]) =>
      killed.count(async () => {
        using folder = new Folder({ "job.prom": LAST_NIGHT });
        await inject(folder, { flags: FLAGS, faults: [[index + 1, `signal ${SIGNAL_NUMBERS.SIGKILL}`]] });
        const text = folder.read("job.prom") ?? "";
        if (text === LAST_NIGHT) lastNight++;
        else {assertEquals(
            text.replaceAll(/ [0-9.]+$/gm, ""),
            own,
            `killed at call ${index + 1}, ${call.name} ${call.file}`,
          );}
      }));
    assert(lastNight > 20 && lastNight < clean.calls.length, `${lastNight} of ${clean.calls.length}`);
  },
);
