/**
 * Starting the real command, for end-to-end tests. The one place that says what the command is: `deno run main.ts`, or the
 * program that `BATCH_SIGNAL` names by its path, as the compiled binary.
 *
 *     BATCH_SIGNAL=dist/batch-signal deno task test
 *
 * @module
 */

const MAIN = `${import.meta.dirname}/../main.ts`;

const BINARY = Deno.env.get("BATCH_SIGNAL");

/** Whether the command is a program of its own, and not `deno run`. */
export const IS_BINARY = BINARY !== undefined;

/**
 * Whether signals are heard while a FIFO without a writer is opened. Deno does it since 2.7, and a binary for tests may have
 * an older runtime.
 */
export const HEARS_WHILE_OPENING = BINARY === undefined || !/\(.*, deno 2\.[0-6]\./.test(versionOf(BINARY));

function versionOf(binary: string): string {
  return new TextDecoder().decode(new Deno.Command(binary, { args: ["--version"] }).outputSync().stdout);
}

/** A command line up to the job's own flags. */
export type CommandLine = readonly [program: string, ...flags: string[]];

/** The command that Deno makes of a module, with the permissions that the tasks in `deno.json` grant. */
export function commandOf(module: string): CommandLine {
  return [Deno.execPath(), "run", "--no-prompt", "--allow-read", "--allow-write", module];
}

/** The command from these sources, whatever is tested. */
export const SOURCE_COMMAND = commandOf(MAIN);

const COMMAND: CommandLine = BINARY !== undefined ? [Deno.realPathSync(BINARY)] : SOURCE_COMMAND;

/** The job's flags for the files that {@linkcode Folder} makes. */
export const JOB_FLAGS = ["-i", "in.csv", "-c", "config.yaml", "-o", "metrics.json", "-l", "run.log"] as const;

export const CONFIG = 'seed: 42\nwindow: 2\nversion: "v1"\n';
export const CANDLES = "t,close\n1,1\n2,2\n3,2\n4,3\n";

/** What a finished command left. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A temporary folder with a job's files in it. */
export class Folder implements Disposable {
  readonly path: string;

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    this.path = Deno.makeTempDirSync({ prefix: "batch-signal-test-" });
    for (const [name, content] of Object.entries({ "in.csv": CANDLES, "config.yaml": CONFIG, ...files })) {
      this.write(name, content);
    }
  }

  of(name: string): string {
    return `${this.path}/${name}`;
  }

  write(name: string, content: string | Uint8Array): void {
    Deno.writeFileSync(this.of(name), typeof content === "string" ? new TextEncoder().encode(content) : content);
  }

  /** The text of a file, or undefined where there is none. */
  read(name: string): string | undefined {
    try {
      return Deno.readTextFileSync(this.of(name));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  }

  /** Names of all files, sorted. */
  names(): string[] {
    return [...Deno.readDirSync(this.path)].map(({ name }) => name).sort();
  }

  /** Starts the command here, with standard input, output and error as pipes. */
  spawn(flags: readonly string[] = JOB_FLAGS, [program, ...own]: CommandLine = COMMAND): Deno.ChildProcess {
    return this.#command(program, [...own, ...flags]).spawn();
  }

  /** Runs the command here to its end. */
  async run(
    flags: readonly string[] = JOB_FLAGS,
    stdin?: string | Uint8Array,
    command: CommandLine = COMMAND,
  ): Promise<Finished> {
    const child = this.spawn(flags, command);
    const input = child.stdin.getWriter();
    // A command that does not read its input closes it, which is no fault of the test.
    if (stdin !== undefined) {
      await input.write(typeof stdin === "string" ? new TextEncoder().encode(stdin) : stdin).catch(() => {});
    }
    await input.close().catch(() => {});
    return await finished(child);
  }

  /** Runs a line of shell here in which `$JOB` is the command with the job's flags. */
  async shell(line: string, flags: readonly string[] = JOB_FLAGS): Promise<Finished> {
    const quoted = [...COMMAND, ...flags].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
    const child = this.#command("sh", ["-c", line.replaceAll("$JOB", quoted.join(" "))]).spawn();
    await child.stdin.close();
    return await finished(child);
  }

  #command(program: string, args: readonly string[]): Deno.Command {
    return new Deno.Command(program, {
      args: [...args],
      cwd: this.path,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    });
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

/** What standard error says beside warnings. */
export function errorsIn(stderr: string): string {
  return stderr.replaceAll(/^batch-signal: warning: .*\n/gm, "");
}

/** Waits for the end of a command whose standard input is closed. */
export async function finished(child: Deno.ChildProcess): Promise<Finished> {
  const { code, stdout, stderr } = await child.output();
  return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}

/** Waits until `condition` holds; gives up after 20 seconds. */
export async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries === 2000) throw new Error("waited too long");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
