/**
 * Running a case: the job in this process, for starting the real command takes 100 ms, or the command itself.
 *
 * @module
 */
import type { Options } from "../../../lib/commands/command_line.ts";
import { runJob } from "../../../lib/job.ts";
import { StopRequest } from "../../../lib/stop.ts";
import { errorsIn, finished, Folder } from "../../command.ts";
import { configText, type RunCase, type RunInput } from "./case.ts";
import { packed, writesOf } from "./pack.ts";

/** What a run has left. */
export interface RunOutcome {
  /** Exit codes of what went wrong, and what the command says of it; nothing for a success. */
  readonly failures: readonly { readonly exitCode: number; readonly message: string }[];
  readonly stdout: string;
  readonly metrics: string | undefined;
  readonly signals: Uint8Array | undefined;
  readonly rejects: Uint8Array | undefined;
  readonly log: string;
  /** Files that nobody has asked for. */
  readonly strays: readonly string[];
}

/** Pipes that are made at a time: starting a program takes longer than the run. */
const PIPES = 200;
/** A run takes some milliseconds; one that takes so long hangs. */
const PATIENCE_MS = 60_000;
const FILES = { config: "config.yaml", output: "metrics.json", log: "run.log", rejects: "rejects.csv" } as const;

/** A folder in which runs are tried one after the other. */
export class RunFolder implements Disposable {
  readonly #folder = new Folder();
  readonly #pipes: string[] = [];

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }

  /** What the run calls an input, in errors too. */
  nameOf(run: RunCase, input: RunInput): string {
    return isStandardInput(run, input) ? "standard input" : this.#folder.of(input.name);
  }

  async run(run: RunCase): Promise<RunOutcome> {
    this.#empty();
    this.#folder.write(FILES.config, configText(run));
    const writers: PipeWriter[] = [];
    for (const input of run.inputs) {
      const path = this.#folder.of(input.name);
      const pipe = input.isPipe && !isStandardInput(run, input) ? this.#nextPipe() : undefined;
      if (pipe === undefined) {
        this.#folder.write(input.name, packed(input));
      } else {
        Deno.renameSync(pipe, path);
        writers.push(new PipeWriter(path, writesOf(input)));
      }
    }
    try {
      const { failures, stdout } = await inTime(run.isCommand ? this.#command(run) : this.#inProcess(run));
      return {
        failures,
        stdout,
        metrics: this.#folder.read(FILES.output),
        signals: this.#bytesOf(`signals.${run.signals}`),
        rejects: this.#bytesOf(FILES.rejects),
        log: this.#folder.read(FILES.log) ?? "",
        strays: this.#strays(run),
      };
    } finally {
      for (const writer of writers) await writer.end();
    }
  }

  /** A new pipe: in one that was used, someone may still read. Undefined where the system has none. */
  #nextPipe(): string | undefined {
    if (this.#pipes.length === 0 && Deno.build.os !== "windows") {
      const paths = Array.from({ length: PIPES }, (_, n) => this.#folder.of(`pipe-${n}`));
      const { success } = new Deno.Command("mkfifo", { args: paths }).outputSync();
      if (success) this.#pipes.push(...paths);
    }
    return this.#pipes.pop();
  }

  async #inProcess(run: RunCase): Promise<Pick<RunOutcome, "failures" | "stdout">> {
    const options: Options = {
      inputs: this.#paths(run),
      config: this.#folder.of(FILES.config),
      output: this.#folder.of(FILES.output),
      logFile: this.#folder.of(FILES.log),
      signals: run.signals === undefined ? undefined : this.#folder.of(`signals.${run.signals}`),
      rejects: run.hasRejects ? this.#folder.of(FILES.rejects) : undefined,
      logFormat: "json",
      threads: run.threads,
      segmentBytes: run.segmentBytes,
      quiet: true,
    };
    let stdout = "";
    const writeSync = Deno.stdout.writeSync;
    Deno.stdout.writeSync = (bytes) => {
      stdout += new TextDecoder().decode(bytes);
      return bytes.length;
    };
    try {
      const { failures } = await runJob(options, new StopRequest());
      return { failures: failures.map(({ exitCode, message }) => ({ exitCode, message })), stdout };
    } finally {
      Deno.stdout.writeSync = writeSync;
    }
  }

  async #command(run: RunCase): Promise<Pick<RunOutcome, "failures" | "stdout">> {
    const of = (name: string) => this.#folder.of(name);
    const flags = this.#paths(run).flatMap((path) => ["--input", path])
      .concat(["-c", of(FILES.config), "-o", of(FILES.output), "-l", of(FILES.log), "--log-format", "json"])
      .concat(run.signals === undefined ? [] : ["--signals", of(`signals.${run.signals}`)])
      .concat(run.hasRejects ? ["--rejects", of(FILES.rejects)] : [])
      .concat(run.threads === undefined ? [] : ["--threads", `${run.threads}`]);
    const child = this.#folder.spawn(flags);
    const writer = child.stdin.getWriter();
    // A command that does not read its input to the end closes it.
    const [first] = run.inputs;
    if (first !== undefined && isStandardInput(run, first)) {
      for (const bytes of writesOf(first)) await writer.write(bytes).catch(() => {});
    }
    await writer.close().catch(() => {});
    const { code, stdout, stderr } = await finished(child);
    const messages = errorsIn(stderr).split("\n").filter((line) => line !== "");
    return {
      failures: messages.map((line) => ({ exitCode: code, message: line.replace("batch-signal: ", "") })),
      stdout,
    };
  }

  #paths(run: RunCase): string[] {
    if (run.isPattern) return [this.#folder.of("[0-9]-*.csv")];
    return run.inputs.map((input) => isStandardInput(run, input) ? "-" : this.#folder.of(input.name));
  }

  #bytesOf(name: string): Uint8Array | undefined {
    try {
      return Deno.readFileSync(this.#folder.of(name));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  }

  #strays(run: RunCase): string[] {
    const asked = [...Object.values(FILES), `signals.${run.signals}`, ...run.inputs.map(({ name }) => name)];
    return this.#folder.names().filter((name) => !asked.includes(name) && !name.startsWith("pipe-"));
  }

  #empty(): void {
    for (const name of this.#folder.names()) {
      if (!name.startsWith("pipe-")) Deno.removeSync(this.#folder.of(name));
    }
  }
}

function isStandardInput({ isCommand = false, isPattern = false, inputs }: RunCase, input: RunInput): boolean {
  return isCommand && !isPattern && input.isPipe && input === inputs[0];
}

/** What `work` gives, unless it takes far too long. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let alarm: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    alarm = setTimeout(() => reject(new Error("the run hangs")), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(alarm);
  }
}

/** Writes into a pipe, once someone reads it. */
class PipeWriter {
  readonly #path: string;
  readonly #file: Promise<Deno.FsFile>;
  readonly #done: Promise<void>;

  constructor(path: string, writes: readonly Uint8Array[]) {
    this.#path = path;
    this.#file = Deno.open(path, { write: true });
    this.#done = this.#write(writes);
  }

  async #write(writes: readonly Uint8Array[]): Promise<void> {
    using file = await this.#file;
    try {
      for (const bytes of writes) {
        for (let written = 0; written < bytes.length;) written += await file.write(bytes.subarray(written));
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
    }
  }

  /** Ends the wait for a reader that has not come. */
  async end(): Promise<void> {
    // To open it for both waits for nobody.
    const both = await Deno.open(this.#path, { read: true, write: true });
    await this.#file;
    both.close();
    await this.#done;
  }
}
