/**
 * `batch-signal compare A.json B.json`: what has changed between two runs.
 *
 * @module
 */
import type { CompareCommand } from "../commands/compare_command_line.ts";
import { type JobError, rateChanged, runFailed } from "../errors.ts";
import { formatShare } from "../numbers/share.ts";
import { changeOf, differsByMore, type NamedMetrics, rateIn } from "./changes.ts";
import { jsonOf, markdownOf, textOf } from "./changes_text.ts";
import { readRegularText } from "./files.ts";
import { readMetricsFile } from "./metrics_file.ts";

/** What there is to say of two runs. */
export interface Compared {
  /** For standard output, with a newline at its end. */
  readonly text: string;
  /** Of kind check, if the rate has changed by more than `--max-change` allows. */
  readonly failure: JobError | undefined;
}

const FORMS = { text: textOf, json: jsonOf, markdown: markdownOf } as const;

/** @throws {JobError} of kind data, if a file is no metrics of a run that succeeded; or of kind io. */
export function compare({ a, b, form, maxChange }: CompareCommand): Compared {
  const [before, after] = [namedMetrics(a), namedMetrics(b)];
  const limit = maxChange && { text: formatShare(maxChange), isExceeded: differsByMore(before, after, maxChange) };
  return {
    text: FORMS[form](changeOf(before, after), limit),
    failure: limit?.isExceeded ? rateChanged(b, rateIn(before, after), rateIn(after, before), limit.text) : undefined,
  };
}

function namedMetrics(file: string): NamedMetrics {
  const metrics = readMetricsFile(file, readRegularText(file));
  if (metrics.status === "error") throw runFailed(file, metrics.message);
  return { file, metrics };
}
