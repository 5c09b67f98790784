/**
 * The images that a Dockerfile begins with.
 *
 * @module
 */

const FROM = /^(FROM (?:--platform=\S+ )?)(\S+)/gm;

/** Their names, in order. */
export function basesOf(dockerfile: string): string[] {
  return [...dockerfile.matchAll(FROM)].map(([, , base = ""]) => base);
}

/**
 * The same Dockerfile on other bases.
 *
 * @param bases One for each that it has, in order.
 * @throws {Error} It has more or fewer.
 */
export function withBases(dockerfile: string, bases: readonly string[]): string {
  const count = basesOf(dockerfile).length;
  if (count !== bases.length) throw new Error(`${bases.length} bases for a Dockerfile that has ${count}`);
  const rest = [...bases];
  return dockerfile.replace(FROM, (_, from: string) => from + rest.shift());
}
