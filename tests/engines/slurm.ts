/**
 * `deploy/slurm.sh`, with Slurm and munge from Debian: controller, node and all on this machine, as this user.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { must, run } from "../container/process.ts";
import { CONFIGS, type Ground, Night } from "./night.ts";
import { type Debian, librariesIn } from "./packages.ts";

const PACKAGES = ["slurmctld", "slurmd", "slurm-client", "munge"];
/** Ports that another run of this on the same machine does not take. */
const PORT = 20_000 + 2 * (Deno.pid % 10_000);
const SECOND = 1000;
/** A job that is to run again waits half a minute: so long Slurm takes to look at it. */
const LONGEST_WAIT = 240 * SECOND;

/** @returns The version. */
export async function proveSlurm(ground: Ground, debian: Debian): Promise<string> {
  const root = await debian.unpack("slurm", PACKAGES);
  const night = await ground.night("slurm");
  await using cluster = await Cluster.start(root, `${night.folder}/cluster`);
  const env = { ...cluster.env, PATH: `${night.env["PATH"]}:${root}/usr/bin` };
  const submit = async (config: string, out: string, tasks: string) => {
    await night.must(["sh", Night.recipe("slurm.sh"), `${config}.yaml`, "candles", out], { ...env, TASKS: tasks });
    const start = performance.now();
    while ((await night.must(["squeue", "--noheader"], env)) !== "") {
      if (performance.now() - start > LONGEST_WAIT) throw new Error(await night.must(["squeue"], env));
      await new Promise((resolve) => setTimeout(resolve, SECOND));
    }
  };
  for (const { name } of CONFIGS) await submit(name, `out-${name}`, "1000");
  night.checkTries();
  for (const { name } of CONFIGS) night.checkSum(name, night.read(`out-${name}/ALL.json`));
  Night.checkTold(night.read("out-w20/merge.txt"));
  // What the scheduler says of each task is its exit code, and so is what it says of the sum.
  const jobs = (await night.must(["scontrol", "show", "job"], env)).split("\n\n");
  const ended = (pattern: RegExp) =>
    jobs.filter((job) => pattern.test(job)).map((job) => /ExitCode=(\d+)/.exec(job)?.[1]);
  assertEquals(ended(/ArrayTaskId=12\b/), ["0", "4"]);
  assertEquals(ended(/JobName=batch-signal-merge/), ["0", "4"]);
  assertEquals(ended(/Restarts=1\b/), ["0"]);
  // Fewer tasks than files, and the same sum.
  await submit("w5", "out-shared", "5");
  night.checkSum("w5", night.read("out-shared/ALL.json"));
  return await night.must(["sinfo", "--version"], env);
}

/** A controller, a node, and what they trust each other by. */
class Cluster implements AsyncDisposable {
  readonly env: Readonly<Record<string, string>>;
  readonly #daemons: readonly Deno.ChildProcess[];

  private constructor(env: Readonly<Record<string, string>>, daemons: readonly Deno.ChildProcess[]) {
    this.env = env;
    this.#daemons = daemons;
  }

  static async start(root: string, folder: string): Promise<Cluster> {
    const libraries = librariesIn(root);
    const plugins = `${libraries}/slurm-wlm`;
    // munged wants a folder for its key that others can't read, and one for its socket that they can.
    for (const name of ["state", "spool", "secret", "run"]) await Deno.mkdir(`${folder}/${name}`, { recursive: true });
    await Deno.chmod(`${folder}/secret`, 0o700);
    const [host, user] = [await must(["hostname", "--short"]), await must(["id", "--user", "--name"])];
    await Deno.writeTextFile(
      `${folder}/slurm.conf`,
      `ClusterName=proof
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${PORT}
SlurmdPort=${PORT + 1}
SlurmUser=${user}
SlurmdUser=${user}
AuthType=auth/munge
# As long as a job that is to run again waits at least; the default is two minutes.
AuthInfo=socket=${folder}/run/munge.socket,cred_expire=5
CredType=cred/munge
PluginDir=${plugins}
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/run/slurmctld.pid
SlurmdPidFile=${folder}/run/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=2,bf_interval=2
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
NodeName=${host} NodeAddr=127.0.0.1 CPUs=2 RealMemory=2048 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`,
    );
    const env = { SLURM_CONF: `${folder}/slurm.conf`, LD_LIBRARY_PATH: `${libraries}:${plugins}`, HOME: folder };
    const programs = `${root}/usr/sbin`;
    await must([`${programs}/mungekey`, "--create", `--keyfile=${folder}/secret/key`], env);
    const munged = ["foreground", `socket=${folder}/run/munge.socket`, `key-file=${folder}/secret/key`]
      .concat(["pid", "log", "seed"].map((name) => `${name}-file=${folder}/secret/${name}`)).map((flag) => `--${flag}`);
    const daemons: Deno.ChildProcess[] = [];
    const cluster = new Cluster(env, daemons);
    const begin = (name: string, args: readonly string[]) =>
      daemons.push(
        new Deno.Command("sh", {
          args: ["-c", 'exec "$0" "$@" >>"$LOG" 2>&1', `${programs}/${name}`, ...args],
          env: { ...env, LOG: `${folder}/${name}.txt` },
          stdin: "null",
        }).spawn(),
      );
    try {
      begin("munged", munged);
      await until(() => exists(`${folder}/run/munge.socket`));
      begin("slurmctld-wlm", ["-D"]);
      begin("slurmd-wlm", ["-D", "-d", `${programs}/slurmstepd-wlm`]);
      const sinfo = [`${root}/usr/bin/sinfo`, "--noheader", "--format=%T"];
      await until(async () => (await run(sinfo, env)).stdout.trim() === "idle");
      return cluster;
    } catch (error) {
      await cluster[Symbol.asyncDispose]();
      const told = [...Deno.readDirSync(folder)].filter(({ name }) => name.endsWith(".txt"))
        .map(({ name }) => `${name}:\n${Deno.readTextFileSync(`${folder}/${name}`).slice(-2000)}`);
      throw new Error(`Slurm: ${error instanceof Error ? error.message : error}\n${told.join("\n")}`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const daemon of this.#daemons.toReversed()) {
      try {
        daemon.kill("SIGTERM");
      } catch (error) {
        // It has ended by itself.
        if (!(error instanceof TypeError)) throw error;
      }
      await daemon.status;
    }
  }
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Waits until `condition` holds; gives up after half a minute. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !await condition(); tries++) {
    if (tries === 150) throw new Error("it does not come up");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
