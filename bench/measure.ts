/**
 * Timing contenders side by side on one file: the answers are checked first, then all run in turn, round by round.
 *
 * @module
 */
import type { Expected } from "./candle_file.ts";
import { type Answer, CAT, type Job, type Present } from "./line_up.ts";
import { runProcess } from "./process.ts";

/** All runs of one contender on one file. */
export interface Measured {
  readonly name: string;
  /** Absent for what gives none. */
  readonly answer?: Answer;
  /** Seconds of the whole process, in the order of the rounds. */
  readonly seconds: readonly number[];
  /** The larger peak of two runs that are not timed; absent where memory can't be measured. */
  readonly peakKiB?: number;
}

/** What was found on one file with one window. */
export interface Measurement {
  readonly contenders: readonly Measured[];
  /** Seconds of `cat` right before the first round and right after the last: it moves. */
  readonly catBefore: readonly number[];
  readonly catAfter: readonly number[];
}

/**
 * Checks and measures.
 *
 * Memory is measured in runs of its own, one before and one after the rounds: GNU time starts the command itself, which
 * takes a millisecond that a short job would feel. In every second round the order is turned round.
 *
 * @throws {Error} An answer that is wrong, or a command that fails.
 */
export async function measure(
  contenders: readonly Present[],
  job: Job,
  expected: Expected,
  rounds: number,
  metered: boolean,
): Promise<Measurement> {
  const taking = contenders.filter(({ mostRows = Infinity }) => expected.rows <= mostRows);
  const answers: (Answer | undefined)[] = [];
  const peaks: number[] = taking.map(() => 0);
  for (const [n, contender] of taking.entries()) {
    // Whoever gives no answer may print the whole file.
    const output = contender.answer === undefined ? "null" : "piped";
    const { stdout, peakKiB = 0 } = await runProcess(contender.command(job), output, metered);
    peaks[n] = peakKiB;
    answers.push(checkedAnswer(contender, stdout, job, expected));
  }

  const cat = taking.filter(({ name }) => name === CAT);
  const catBefore = (await timeInTurn(cat, job, rounds)).flat();
  const seconds = await timeInTurn(taking, job, rounds);
  const catAfter = (await timeInTurn(cat, job, rounds)).flat();

  if (metered) {
    for (const [n, contender] of taking.entries()) {
      const { peakKiB = 0 } = await runProcess(contender.command(job), "null", metered);
      peaks[n] = Math.max(peaks[n] ?? 0, peakKiB);
    }
  }
  return {
    contenders: taking.map(({ name }, n): Measured => {
      const answer = answers[n];
      const peakKiB = peaks[n] ?? 0;
      return {
        name,
        ...(answer === undefined ? {} : { answer }),
        seconds: seconds[n] ?? [],
        ...(peakKiB === 0 ? {} : { peakKiB }),
      };
    }),
    catBefore,
    catAfter,
  };
}

/** Seconds by contender and round. */
async function timeInTurn(contenders: readonly Present[], job: Job, rounds: number): Promise<number[][]> {
  const seconds: number[][] = contenders.map(() => []);
  for (let round = 0; round < rounds; round++) {
    const inOrder = [...contenders.entries()];
    for (const [n, contender] of round % 2 === 0 ? inOrder : inOrder.reverse()) {
      const run = await runProcess(contender.command(job), "null", false);
      seconds[n]?.push(run.seconds);
    }
  }
  return seconds;
}

/** @throws {Error} The answer is not the one that the file has. */
export function checkedAnswer(
  { name, answer, isRounding = false }: Pick<Present, "name" | "answer" | "isRounding">,
  stdout: string,
  job: Job,
  expected: Expected,
): Answer | undefined {
  const found = answer?.(stdout, job);
  if (found === undefined) return undefined;
  const { rows, signals = expected.signals } = found;
  const mayDiffer = isRounding ? expected.ties : 0;
  if (rows !== expected.rows || Math.abs(signals - expected.signals) > mayDiffer) {
    throw new Error(
      `${name}: ${signals} signals in ${rows} rows, expected ${expected.signals} (± ${mayDiffer}) in ${expected.rows}`,
    );
  }
  return found;
}
