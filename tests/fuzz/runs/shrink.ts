/**
 * A run that shows a difference → a small one that shows it too.
 *
 * @module
 */
import { minimise } from "../minimise.ts";
import { binary, unbinary } from "../../reference/records.ts";
import type { RunCase, RunInput, RunKeys } from "./case.ts";

/**
 * Leaves out whole inputs, flags and keys, then lines, then bytes, as long as there is a difference.
 *
 * @param differs Whether a run shows a difference. It need not be the same one.
 */
export async function shrinkRun(run: RunCase, differs: (run: RunCase) => Promise<boolean>): Promise<RunCase> {
  let smallest = run;
  const attempt = async (simpler: RunCase): Promise<boolean> => {
    const isSmaller = JSON.stringify(simpler) !== JSON.stringify(smallest) && await differs(simpler);
    if (isSmaller) smallest = simpler;
    return isSmaller;
  };
  let before: RunCase;
  do {
    before = smallest;
    for (const input of smallest.inputs) {
      if (smallest.inputs.length > 1) {
        await attempt({ ...smallest, inputs: smallest.inputs.filter((other) => other !== input) });
      }
    }
    for (const flag of ["isPattern", "isCommand", "signals", "hasRejects", "threads", "segmentBytes"] as const) {
      await attempt(without(smallest, flag));
    }
    for (const key of Object.keys(smallest.keys).filter((key) => key !== "window")) {
      await attempt({ ...smallest, keys: without(smallest.keys, key as keyof RunKeys) });
    }
    for (const window of [1, 2]) {
      if (window < smallest.keys.window) await attempt({ ...smallest, keys: { ...smallest.keys, window } });
    }
    for (let n = 0; n < smallest.inputs.length; n++) {
      const change = (changed: Partial<RunInput>) => {
        const inputs = smallest.inputs.map((input, m) => m === n ? { ...input, ...changed } : input);
        return attempt({ ...smallest, inputs });
      };
      for (
        const plainer of [{ name: `${n + 1}-in.csv` }, { isPipe: false }, { packing: "plain" }, { pieces: [] }] as const
      ) {
        await change(plainer);
      }
      const input = smallest.inputs[n];
      if (input === undefined) continue;
      const told = input.bytes.slice(0, input.tellingBytes ?? 0);
      const rest = input.bytes.slice(told.length);
      await leaveOut(rest.split(/(?<=\n)/), (lines) => change({ bytes: told + lines.join("") }));
      const left = smallest.inputs[n]?.bytes.slice(told.length) ?? "";
      if (left.length < 2000) {
        await minimise(unbinary(left), (bytes) => change({ bytes: told + binary(bytes) }));
      }
    }
  } while (before !== smallest);
  return smallest;
}

/** Tries without halves of the parts, then quarters, down to single ones. */
async function leaveOut<T>(parts: readonly T[], attempt: (parts: readonly T[]) => Promise<boolean>): Promise<void> {
  let left = parts;
  for (let length = Math.ceil(parts.length / 2); length >= 1; length = length === 1 ? 0 : Math.ceil(length / 2)) {
    for (let from = 0; from < left.length;) {
      const fewer = [...left.slice(0, from), ...left.slice(from + length)];
      if (await attempt(fewer)) left = fewer;
      else from += length;
    }
  }
}

function without<T extends object, K extends keyof T>(object: T, key: K): T {
  const { [key]: _, ...rest } = object;
  return rest as T;
}
