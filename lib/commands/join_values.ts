/**
 * Words of a command line, as `parseArgs` takes them for what they are.
 *
 * @module
 */

/**
 * `parseArgs` reads a lone `-` or an empty word as an argument, not as the value of the flag before it: `--input -` becomes
 * `--input=-`.
 *
 * @param flags Every spelling of the flags that take a value.
 * @param inputs Those of them behind whose value more values may follow, as a shell leaves a pattern that it has expanded:
 * `--input a b` becomes `--input a --input b`.
 */
export function joinValues(
  argv: readonly string[],
  flags: readonly string[],
  inputs: readonly string[] = [],
): string[] {
  const [input = ""] = inputs;
  const joined: string[] = [];
  /** Whether the words before were inputs. */
  let areInputs = false;
  for (const argument of argv) {
    const previous = joined.at(-1) ?? "";
    const isWord = argument === "" || argument === "-" || !argument.startsWith("-");
    const isValue = isWord && flags.includes(previous);
    const isInput = isWord && !isValue && areInputs;
    if (isInput) joined.push(input);
    const isPlain = argument !== "" && argument !== "-";
    if ((isValue || isInput) && !isPlain) joined.push(`${joined.pop()}=${argument}`);
    else joined.push(argument);
    if (isValue) areInputs = inputs.includes(previous);
    else if (!isWord) areInputs = inputs.some((name) => argument.startsWith(`${name}=`));
  }
  return joined;
}
