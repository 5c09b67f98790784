/**
 * What is in a run, for counts of how often the fuzzer has tried it.
 *
 * @module
 */
import { formOf, type RunCase } from "./case.ts";

/** Names of what the run has. */
export function featuresOf(run: RunCase): string[] {
  const { keys, inputs, signals } = run;
  const forms = inputs.map((input) => formOf(input, keys));
  const packings = new Set(inputs.map(({ packing }) => packing).filter((packing) => packing !== "plain"));
  const has = (name: string, isThere: boolean | undefined) => isThere ? [name] : [];
  return [
    ...[...packings].map((packing) => `with ${packing}`),
    ...has("through a pipe", inputs.some(({ isPipe }) => isPipe)),
    ...has("of several inputs", inputs.length > 1),
    ...has("by a pattern", run.isPattern),
    ...has("by layout auto", keys.layout === "auto"),
    ...has("by a layout's name", keys.layout !== undefined && keys.layout !== "auto"),
    ...has("with timestamps", forms.some(({ timestamp }) => timestamp !== undefined)),
    ...has("with symbols", forms.some(({ symbol }) => symbol !== undefined)),
    ...has("with order auto", keys.order === "auto"),
    ...has("with order descending", keys.order === "descending"),
    ...has("that keep duplicates", keys.duplicates === "keep" || keys.duplicates === "keep-last"),
    ...has("that look for gaps", keys.gaps === "warn" || keys.gaps === "fail"),
    ...has("that skip rows", keys.invalid_rows === "skip"),
    ...has("with rejects", run.hasRejects),
    ...has("with signals", signals !== undefined),
    ...has("on several threads", (run.threads ?? 1) > 1),
    ...has("by the command", run.isCommand),
  ];
}
