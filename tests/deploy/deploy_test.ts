import { UNSAID } from "../unsaid.ts";
import { assert, assertEquals, assertMatch } from "@std/assert";
import { parseAll } from "@std/yaml/parse";
import { readConfig } from "../../lib/config/config.ts";
import { Folder, SOURCE_COMMAND, until } from "../command.ts";

const DEPLOY = new URL("../../deploy/", import.meta.url);
const IS_UNIX = Deno.build.os !== "windows";
const text = (name: string) => Deno.readTextFileSync(new URL(name, DEPLOY));

/** What a test looks at in a manifest. */
interface PodTemplate {
  readonly spec: {
    readonly automountServiceAccountToken: boolean;
    readonly securityContext: Readonly<Record<string, unknown>>;
    readonly containers: readonly {
      readonly name: string;
      readonly args: readonly string[];
      readonly securityContext: Readonly<Record<string, unknown>>;
      readonly resources: { readonly limits: Readonly<Record<string, string>> };
      readonly terminationMessagePolicy: string;
    }[];
  };
}
interface JobSpec {
  readonly template: PodTemplate;
  readonly podFailurePolicy: {
    readonly rules: readonly { action: string; onExitCodes?: { containerName: string; values: number[] } }[];
  };
}
interface Manifest {
  readonly kind: string;
  readonly spec: JobSpec & { readonly jobTemplate?: { readonly spec: JobSpec } };
  readonly data?: Readonly<Record<string, string>>;
}

const manifestsIn = (name: string) => parseAll(text(name)) as Manifest[];
const jobOf = ({ spec }: Manifest): JobSpec => spec.jobTemplate?.spec ?? spec;
const MANIFESTS = ["cronjob.yaml", "indexed-job.yaml", "merge-job.yaml"];
const configIn = (name: string) =>
  manifestsIn(name).find(({ kind }) => kind === "ConfigMap")?.data?.["config.yaml"] ?? "";
/** The words for the command in the one Job of a file. */
function argsIn(name: string): readonly string[] {
  const job = manifestsIn(name).find(({ kind }) => kind !== "ConfigMap");
  return job === undefined ? [] : jobOf(job).template.spec.containers[0]?.args ?? [];
}

/** Runs flags that were written for other folders: each of these is the test's own. */
async function runIn(folder: Folder, flags: readonly string[], folders: readonly string[]): Promise<void> {
  const here = flags.map((flag) =>
    folders.reduce((word, name) => word.replaceAll(`${name}/`, `${folder.path}/`), flag)
  );
  const { code, stdout, stderr } = await folder.run(here);
  assertEquals([stderr, code], ["", 0]);
  assertEquals(JSON.parse(stdout).status, "success");
  const output = here.find((flag) => flag.includes(".json"))?.replace(/^.*\//, "") ?? "";
  assertEquals(folder.read(output), stdout);
}

const CANDLES = { "data.csv": "t,close\n1,1\n2,2\n3,2\n4,3\n5,3\n" };

async function validate(manifests: readonly unknown[]): Promise<{ code: number; stderr: string }> {
  const flags = "run --quiet --no-lock --no-config --node-modules-dir=none --no-prompt --allow-env --allow-read";
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...flags.split(" "),
      `${import.meta.dirname}/kubernetes.ts`,
      ...manifests.map((item) => JSON.stringify(item)),
    ],
    env: { NO_COLOR: "1" },
  }).output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

Deno.test("deploy: the manifests are valid by the schemas of Kubernetes, and a wrong one is not", async () => {
  const manifests = MANIFESTS.flatMap(manifestsIn);
  assertEquals(manifests.map(({ kind }) => kind), ["CronJob", "ConfigMap", "Job", "ConfigMap", "Job"]);
  const valid = await validate(manifests);
  assertEquals(valid.code, 0, valid.stderr);
  const wrong = { ...manifests[2], spec: { ...manifests[2]?.spec, completions: "many" } };
  const { code, stderr } = await validate([wrong]);
  assertEquals(code, 1);
  assertMatch(stderr, /data\/spec\/completions must be integer/);
});

for (const name of MANIFESTS) {
  Deno.test(`deploy: ${name}: no rights but those needed, and no second try where it can't help`, () => {
    for (const manifest of manifestsIn(name).filter(({ kind }) => kind !== "ConfigMap")) {
      const { template, podFailurePolicy } = jobOf(manifest);
      const [container, ...more] = template.spec.containers;
      assertEquals(more, []);
      assertEquals(template.spec.automountServiceAccountToken, false);
      assertEquals(template.spec.securityContext["runAsUser"], 65532);
      assertEquals(container?.securityContext, {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
      assert(container?.resources.limits["memory"] !== undefined);
      assertEquals(container?.terminationMessagePolicy, "FallbackToLogsOnError");
      const [failing] = podFailurePolicy.rules;
      assertEquals(failing?.onExitCodes?.containerName, container?.name);
      // The exit codes that the README says no retry helps with.
      assertEquals(failing?.onExitCodes?.values, [1, 2, 3, 4, 6]);
    }
  });
}

const FOLDERS = ["/candles", "/config"];
Deno.test({ name: "deploy: cronjob.yaml: its command line runs", ignore: !IS_UNIX }, async () => {
  using folder = new Folder({ ...CANDLES, "config.yaml": configIn("cronjob.yaml") });
  await runIn(folder, argsIn("cronjob.yaml"), FOLDERS);
});

Deno.test({ name: "deploy: indexed-job.yaml, merge-job.yaml: the sum of all indexes", ignore: !IS_UNIX }, async () => {
  using folder = new Folder({ "config.yaml": configIn("indexed-job.yaml") });
  for (const index of ["0", "1", "2"]) {
    folder.write(`${index}.csv`, CANDLES["data.csv"]);
    await runIn(
      folder,
      argsIn("indexed-job.yaml").map((word) => word.replaceAll("$(JOB_COMPLETION_INDEX)", index)),
      FOLDERS,
    );
  }
  await runIn(folder, argsIn("merge-job.yaml"), FOLDERS);
  const { runs, failed, rows_processed, symbols } = JSON.parse(folder.read("ALL.json") ?? "");
  assertEquals([runs, failed, rows_processed, Object.keys(symbols)], [3, 0, 15, ["0", "1", "2"]]);
});

Deno.test("deploy: the config of the manifests is a config", async () => {
  const config = configIn("cronjob.yaml");
  const { given: _, ...values } = await readConfig(new TextEncoder().encode(config), "config.yaml");
  assertEquals(values, {
    ...UNSAID,
    seed: 42,
    window: 5,
    version: "v1",
  });
});

Deno.test(
  { name: "deploy: airflow_dag.py: its command line runs, and its XCom is the metrics", ignore: !IS_UNIX },
  async () => {
    using folder = new Folder(CANDLES);
    const [, list = ""] = /arguments=\[\n(.*?)\n\s*\],/s.exec(text("airflow_dag.py")) ?? [];
    const args = list.split("\n").map((line) => JSON.parse(line.trim().replace(/,$/, "")));
    await runIn(folder, args, ["/candles", "/airflow/xcom"]);
    assertEquals(JSON.parse(folder.read("return.json") ?? "").metric, "signal_rate");
  },
);

const hasPython = await new Deno.Command("python3", { args: ["-V"], stdout: "null", stderr: "null" }).output()
  .then(() => true, () => false);
Deno.test({
  name: `deploy: airflow_dag.py is Python${hasPython ? "" : " (skipped: python3 is not here)"}`,
  ignore: !hasPython,
}, async () => {
  const program = "import ast, sys; ast.parse(sys.stdin.read())";
  const child = new Deno.Command("python3", { args: ["-c", program], stdin: "piped", stderr: "null" }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text("airflow_dag.py")));
  await writer.close();
  assertEquals((await child.status).code, 0);
});

Deno.test(
  { name: "deploy: crontab: five fields, and its command line runs", ignore: Deno.build.os !== "linux" },
  async () => {
    using folder = new Folder(CANDLES);
    const [line = "", ...more] = text("crontab").split("\n").filter((entry) => entry !== "" && !entry.startsWith("#"));
    assertEquals(more, []);
    const [, command = ""] = /^(?:[\d*/,-]+ ){5}(.*)$/.exec(line) ?? [];
    // In a crontab a percent sign is a line's end.
    assert(!command.includes("%"));
    // As cron starts it: with a PATH of its own, in which the command is not.
    const program = folder.of(".local/bin");
    Deno.mkdirSync(program, { recursive: true });
    const [first, ...others] = SOURCE_COMMAND;
    const words = [first, ...others].map((word) => `'${word}'`).join(" ");
    const info = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
    const { denoDir } = JSON.parse(new TextDecoder().decode(info.stdout));
    const script = `#!/bin/sh\nDENO_DIR='${denoDir}' exec ${words} "$@"\n`;
    Deno.writeTextFileSync(`${program}/batch-signal`, script, { mode: 0o755 });
    const cron = async () => {
      const { code, stderr } = await new Deno.Command("sh", {
        args: ["-c", command.replaceAll("/srv/candles", folder.path)],
        clearEnv: true,
        env: { HOME: folder.path, PATH: "/usr/bin:/bin" },
      }).output();
      return [code, new TextDecoder().decode(stderr)];
    };
    assertEquals(await cron(), [0, ""]);
    assertEquals(JSON.parse(folder.read("metrics.json") ?? "").status, "success");

    folder.write("config.yaml", "seed: 42\nwindow: 9\nversion: v1\n");
    const message = "batch-signal: data.csv: the file has 5 rows, expected at least 9, the window\n";
    assertEquals(await cron(), [4, message]);

    const holder = new Deno.Command("flock", { args: [folder.of(".lock"), "sleep", "20"] }).spawn();
    try {
      await until(() =>
        new Deno.Command("flock", { args: ["-n", folder.of(".lock"), "true"] }).outputSync().code === 1
      );
      assertEquals(await cron(), [75, `batch-signal: the run before still holds ${folder.path}/.lock\n`]);
    } finally {
      holder.kill("SIGKILL");
      await holder.status;
    }
  },
);

const hasSystemd = await new Deno.Command("systemd-analyze", { args: ["--version"], stdout: "null", stderr: "null" })
  .output().then(({ success }) => success, () => false);
Deno.test({
  name: `deploy: systemd takes the service and the timer${hasSystemd ? "" : " (skipped: systemd-analyze is not here)"}`,
  ignore: !hasSystemd,
}, async () => {
  using folder = new Folder();
  // The program must be there to be verified.
  const service = text("batch-signal.service").replace("/usr/local/bin/batch-signal", "/bin/true");
  folder.write("batch-signal.service", service);
  folder.write("batch-signal.timer", text("batch-signal.timer"));
  const { code, stdout, stderr } = await new Deno.Command("systemd-analyze", {
    args: ["verify", "--man=no", folder.of("batch-signal.service"), folder.of("batch-signal.timer")],
  }).output();
  const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  assertEquals([said.split("\n").filter((line) => line.includes("batch-signal")), code], [[], 0]);
});

Deno.test({
  name: "deploy: batch-signal.service: tried again only where it may help, and in a folder of its own",
  permissions: { read: true },
}, () => {
  const unit = text("batch-signal.service");
  const value = (key: string) => new RegExp(`^${key}=(.*)$`, "m").exec(unit)?.[1];
  assertEquals(value("RestartPreventExitStatus"), "1 2 3 4 6");
  assertEquals(value("SuccessExitStatus"), "143");
  // Else a disk that stays full has it start for ever.
  assertEquals([value("StartLimitIntervalSec"), value("StartLimitBurst")], ["1h", "4"]);
  assert(unit.indexOf("StartLimitBurst=") < unit.indexOf("[Service]"));
  // A user that is made up for the run owns no folder but this.
  assertEquals([value("DynamicUser"), value("StateDirectory")], ["yes", "batch-signal"]);
  const outputs = [...value("ExecStart")?.matchAll(/--(?:output|log-file) (\S+)/g) ?? []].map(([, path]) => path);
  assertEquals(outputs, ["${STATE_DIRECTORY}/metrics.json", "${STATE_DIRECTORY}/run.log"]);
});

const hasStrace = await new Deno.Command("strace", { args: ["-V"], stdout: "null", stderr: "null" }).output()
  .then(({ success }) => success, () => false);
const CAN_TRACE = hasSystemd && hasStrace;
Deno.test({
  name: `deploy: batch-signal.service lets through each system call that a run makes${
    CAN_TRACE ? "" : " (skipped: systemd-analyze or strace is not here)"
  }`,
  ignore: !CAN_TRACE,
}, async () => {
  const sets = /^SystemCallFilter=(.*)$/m.exec(text("batch-signal.service"))?.[1]?.split(" ") ?? [];
  assert(sets.length > 0);
  const allowed = new Set<string>();
  const add = async (set: string): Promise<void> => {
    const { stdout } = await new Deno.Command("systemd-analyze", { args: ["syscall-filter", "--no-pager", set] })
      .output();
    for (const line of new TextDecoder().decode(stdout).split("\n").map((line) => line.trim())) {
      if (line.startsWith("@") && line !== set) await add(line);
      else if (/^[a-z0-9_]+$/.test(line)) allowed.add(line);
    }
  };
  for (const set of sets) await add(set);
  assert(allowed.size > 200, `${allowed.size} system calls`);

  using folder = new Folder(CANDLES);
  folder.write("config.yaml", "seed: 42\nwindow: 2\nversion: v1\n");
  const flags = ["-i", "data.csv", "-c", "config.yaml", "-o", "metrics.json", "-l", "run.log", "--signals", "s.csv.gz"];
  const traced = await folder.shell("strace -f -qq -o trace $JOB", flags);
  assertEquals([traced.code, traced.stderr], [0, ""]);
  const made = new Set(
    [...(folder.read("trace") ?? "").matchAll(/^\d+ +([a-z0-9_]+)\(/gm)].map(([, name = ""]) => name),
  );
  assert(made.has("openat") && made.size > 30, [...made].join(" "));
  assertEquals([...made].filter((name) => !allowed.has(name)), []);
});

/** Airflow's classes as far as the file uses them, and what it makes of the end of a pod. */
const AIRFLOW = `
import sys, types
def module(name, **names):
    made = types.ModuleType(name); made.__dict__.update(names); sys.modules[name] = made
class AirflowException(Exception): pass
class AirflowFailException(AirflowException): pass
class Any:
    def __init__(self, *args, **kwargs): self.__dict__.update(kwargs)
    def __enter__(self): return self
    def __exit__(self, *args): pass
class Operator(Any):
    base_container_name = "base"
    def cleanup(self, pod, remote_pod, xcom_result=None, context=None): raise AirflowException("the pod has failed")
module("airflow", DAG=Any); module("airflow.exceptions", AirflowException=AirflowException, AirflowFailException=AirflowFailException)
for name in ["airflow.providers", "airflow.providers.cncf", "airflow.providers.cncf.kubernetes", "airflow.providers.cncf.kubernetes.operators", "kubernetes"]: module(name)
module("airflow.providers.cncf.kubernetes.operators.pod", KubernetesPodOperator=Operator)
models = types.SimpleNamespace(**{name: Any for name in ["V1PodSecurityContext", "V1SecurityContext", "V1Capabilities", "V1ResourceRequirements", "V1Volume", "V1PersistentVolumeClaimVolumeSource", "V1VolumeMount"]})
module("kubernetes.client", models=models)
names = {}
exec(sys.stdin.read(), names)
for code in [1, 2, 3, 4, 5, 6, 130, 143]:
    status = Any(name="base", state=Any(terminated=Any(exit_code=code)))
    other = Any(name="airflow-xcom-sidecar", state=Any(terminated=Any(exit_code=1)))
    pod = Any(status=Any(container_statuses=[other, status]))
    try: names["BatchSignalOperator"]().cleanup(pod, pod, context={})
    except AirflowException as error: print(code, type(error).__name__)
try: names["BatchSignalOperator"]().cleanup(None, None)
except AirflowException as error: print("gone", type(error).__name__)
`;
Deno.test({
  name: `deploy: airflow_dag.py: no second try where it can't help${
    hasPython ? "" : " (skipped: python3 is not here)"
  }`,
  ignore: !hasPython,
}, async () => {
  const child = new Deno.Command("python3", { args: ["-c", AIRFLOW], stdin: "piped", stdout: "piped", stderr: "piped" })
    .spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text("airflow_dag.py")));
  await writer.close();
  const { stdout, stderr } = await child.output();
  const fates = [1, 2, 3, 4, 5, 6, 130, 143, "gone"].map((code) =>
    `${code} ${[1, 2, 3, 4, 6].some((final) => final === code) ? "AirflowFailException" : "AirflowException"}\n`
  ).join("");
  assertEquals([new TextDecoder().decode(stdout), new TextDecoder().decode(stderr)], [fates, ""]);
});
