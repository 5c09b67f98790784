/**
 * Folders in which the outputs of a run are mounted, each file by itself, as containers do.
 *
 * A run there has a mount namespace of its own: no mount outlives it, and it takes no privileges where users may make
 * namespaces. Each file is mounted over itself, so that the folder shows afterwards what was written.
 *
 * @module
 */
import { type CommandLine, type Finished, Folder, JOB_FLAGS } from "../command.ts";

/** The outputs of a run with {@linkcode FLAGS}, in the order of their warnings. */
export const OUTPUTS = ["metrics.json", "signals.csv", "rejects.csv", "run.log"] as const;

export const FLAGS = [...JOB_FLAGS, "--signals", "signals.csv", "--rejects", "rejects.csv"];

/** What an earlier run left: longer than what is written over it, but for the signals. */
export const OLD = "an earlier success\n".repeat(200);

/** A job with two invalid rows, and outputs of an earlier run. */
export const FILES = {
  "in.csv": `t,close\n${Array.from({ length: 3000 }, (_, n) => `${1000 + n},${n % 7}\n`).join("")}x,1\n5000,null\n`,
  "config.yaml": 'seed: 42\nwindow: 2\nversion: "v1"\ntimestamp_column: t\ntime_unit: s\ninvalid_rows: skip\n',
  ...Object.fromEntries(OUTPUTS.map((path) => [path, OLD])),
};

export function inPlaceWarning(path: string): string {
  return `${path}: the file can't be replaced and is written in place, so that a reader may see half of it; ` +
    "mount its folder, or allow new files there";
}

/** How files are mounted. */
export interface MountKind {
  /** For the names of tests. */
  readonly where: string;
  /** The script that mounts and then runs its arguments. */
  readonly script: string;
}

const EACH = `for file in ${OUTPUTS.join(" ")}; do mount --bind $file $file; done`;

export const MOUNTS: readonly MountKind[] = [
  { where: "in an open folder", script: `set -e; ${EACH}; exec "$@"` },
  {
    where: "in a read-only folder",
    script: `set -e; mount --bind . .; cd "$PWD"; ${EACH}; mount -o remount,bind,ro .; exec "$@"`,
  },
];

/** Words of shell that run what follows them where the files are mounted. */
export function mountedPrefix({ script }: MountKind): string {
  return `unshare --map-root-user --mount sh -c '${script}' sh`;
}

/** A folder whose outputs are mounted while the command runs. */
export class Mounts extends Folder {
  readonly #kind: MountKind;

  constructor(kind: MountKind) {
    super(FILES);
    this.#kind = kind;
  }

  override run(flags: readonly string[] = JOB_FLAGS, _stdin?: undefined, _command?: CommandLine): Promise<Finished> {
    return this.shell(`exec ${mountedPrefix(this.#kind)} $JOB`, flags);
  }
}

/** Why nothing can be mounted here, or nothing. */
async function reason(): Promise<string> {
  if (Deno.build.os !== "linux") return " (skipped: Linux only)";
  for (const kind of MOUNTS) {
    using folder = new Folder(FILES);
    // A mount that does not hold would let every test pass for nothing.
    const { code } = await folder.shell(`${mountedPrefix(kind)} sh -c '! rm run.log && echo new > run.log'`)
      .catch(() => ({ code: 1 }));
    if (code !== 0 || folder.read("run.log") !== "new\n") return " (skipped: no mount namespace can be made here)";
  }
  return "";
}

/** For the names of tests: why nothing can be mounted here, or nothing. */
export const UNLESS_MOUNTABLE = await reason();
