/**
 * The gates of one run: what they need is read at its start, and they are judged at its end.
 *
 * @module
 */
import type { Options } from "../commands/command_line.ts";
import type { Config } from "../config/config.ts";
import { gatesFailed, JobError } from "../errors.ts";
import { nameOfInput } from "../inputs/source.ts";
import { readRegularText } from "../merge/files.ts";
import { readMetricsFile } from "../merge/metrics_file.ts";
import { type Rate, rateOf } from "../merge/rate.ts";
import type { RunLog } from "../outputs/log.ts";
import { nothingToCompare } from "../warnings.ts";
import { type GateFacts, judge, toldOf, type Verdict } from "./gates.ts";

const NANOSECONDS_PER_MILLISECOND = 1_000_000n;

export class Gates {
  readonly #config: Config;
  readonly #now: bigint;
  readonly #earlier: Rate | undefined;
  readonly #log: RunLog;
  /** The first input, for messages. */
  readonly #file: string;

  private constructor(config: Config, now: bigint, earlier: Rate | undefined, log: RunLog, file: string) {
    this.#config = config;
    this.#now = now;
    this.#earlier = earlier;
    this.#log = log;
    this.#file = file;
  }

  /**
   * Reads the clock, and the metrics of the earlier run. Where these can't be compared, there is a warning.
   *
   * @throws {JobError} of kind data: the file is no metrics; or of kind io.
   */
  static begin(
    { inputs, previous, now }: Pick<Options, "inputs" | "previous" | "now">,
    config: Config,
    log: RunLog,
  ): Gates {
    const earlier = previous === undefined ? undefined : earlierRate(previous, config.version, log);
    return new Gates(
      config,
      now ?? BigInt(Date.now()) * NANOSECONDS_PER_MILLISECOND,
      earlier,
      log,
      nameOfInput(inputs[0] ?? ""),
    );
  }

  /** Judges all gates, logs how each was found, and with `gates: warn` warns of those that have failed. */
  judge(facts: Omit<GateFacts, "now" | "earlier">): readonly Verdict[] {
    const verdicts = judge(this.#config, { ...facts, now: this.#now, earlier: this.#earlier });
    for (const { gate, limit, actual, passed } of verdicts) {
      this.#log.info("gate checked", { gate, limit, actual: actual ?? undefined, passed: passed ?? undefined });
    }
    const error = this.#config.gates === "warn" ? this.#failureOf(verdicts) : undefined;
    if (error !== undefined) this.#log.warn("gates failed", { failed: failedOf(verdicts) }, error.message);
    return verdicts;
  }

  /**
   * Ends the run where a gate has failed, unless the config says `gates: warn`.
   *
   * @throws {JobError} of kind check.
   */
  requirePassed(verdicts: readonly Verdict[]): void {
    const error = this.#config.gates === "fail" ? this.#failureOf(verdicts) : undefined;
    if (error !== undefined) throw error;
  }

  #failureOf(verdicts: readonly Verdict[]): JobError | undefined {
    const failed = verdicts.filter(({ passed }) => passed === false);
    return failed.length === 0 ? undefined : gatesFailed(this.#file, failed.map(toldOf), verdicts.length);
  }
}

function failedOf(verdicts: readonly Verdict[]): readonly string[] {
  return verdicts.filter(({ passed }) => passed === false).map(({ gate }) => gate);
}

/** The rate of an earlier run; undefined, with a warning, where it can't be compared. */
function earlierRate(file: string, version: string, log: RunLog): Rate | undefined {
  const warn = (why: string) => {
    log.warn("earlier run not compared", { previous: file, reason: why }, nothingToCompare(file, why));
    return undefined;
  };
  let text;
  try {
    text = readRegularText(file);
  } catch (error) {
    const isMissing = error instanceof JobError && error.cause instanceof Deno.errors.NotFound;
    if (isMissing) return warn("the file does not exist");
    throw error;
  }
  const earlier = readMetricsFile(file, text);
  if (earlier.status === "error") return warn("the metrics tell of an error");
  return earlier.version === version ? rateOf(earlier) : warn("the metrics are of another version");
}
