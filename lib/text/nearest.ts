/**
 * The known name that an unknown one probably stands for.
 *
 * @module
 */

/** The one of `known` that is spelled most like `name`. The library is loaded on demand: only a mistake needs it. */
export async function nearest(name: string, known: readonly string[]): Promise<string> {
  const { closestString } = await import("@std/text/closest-string");
  return closestString(name, [...known]);
}
