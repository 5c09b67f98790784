/**
 * The known name that an unknown one was probably meant to be.
 *
 * @module
 */

/** The one of `known` that is spelled most like `name`. What it takes is loaded only here, to explain a mistake. */
export async function nearest(name: string, known: readonly string[]): Promise<string> {
  const { closestString } = await import("@std/text/closest-string");
  return closestString(name, [...known]);
}
