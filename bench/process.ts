/**
 * One run of a whole process: how long it took and how much memory it had.
 *
 * @module
 */

/** GNU time. It starts the command itself, so the peak is the command's and not that of this large process. */
const METER = "/usr/bin/time";
const PEAK = /Maximum resident set size \(kbytes\): ([0-9]+)/;

/** What to tell where memory can't be measured. */
export const METER_SKIPPED = "peak memory: there is no GNU time here. To measure it: `apt-get install time`.";

/** What a run cost, and what it printed. */
export interface Run {
  /** From before the process is started until its end is noticed, in whole microseconds. */
  readonly seconds: number;
  /** The most memory resident at a time; absent where it was not measured. */
  readonly peakKiB?: number;
  /** Empty where it was thrown away. */
  readonly stdout: string;
}

/** Whether memory can be measured here: BSD's `time` has no such option, and small images have none at all. */
export async function hasMeter(): Promise<boolean> {
  try {
    const { stderr } = await new Deno.Command(METER, { args: ["-v", "cat"], stdin: "null" }).output();
    return PEAK.test(new TextDecoder().decode(stderr));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotCapable) return false;
    throw error;
  }
}

/**
 * Runs a command to its end.
 *
 * @param stdout Whether what it prints is of interest or thrown away, as by `> /dev/null`.
 * @param metered Whether to measure memory, through GNU time.
 * @throws {Error} The command fails.
 */
export async function runProcess(
  command: readonly string[],
  stdout: "piped" | "null",
  metered: boolean,
): Promise<Run> {
  const [program = "", ...args] = metered ? [METER, "-v", ...command] : command;
  const startMs = performance.now();
  const output = await new Deno.Command(program, { args, stdin: "null", stdout, stderr: "piped" }).output();
  const seconds = Math.round((performance.now() - startMs) * 1000) / 1e6;

  const stderr = new TextDecoder().decode(output.stderr);
  if (!output.success) throw new Error(`${command.join(" ")}: it failed: ${stderr}`);
  const peak = PEAK.exec(stderr)?.[1];
  return {
    seconds,
    ...(metered && peak !== undefined ? { peakKiB: Number(peak) } : {}),
    stdout: stdout === "piped" ? new TextDecoder().decode(output.stdout) : "",
  };
}
