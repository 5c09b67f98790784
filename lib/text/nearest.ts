/**
 * The known name that an unknown one stands for, if it is near enough to be told.
 *
 * @module
 */

/** What separates the words of a name, and is left out where names are compared. */
const BETWEEN_WORDS = /[-_. ]+/g;
/** Shorter ones are a word of many names. */
const LEAST_LETTERS = 3;
/** Of so many letters one may be another. */
const LETTERS_FOR_A_MISTAKE = 4;
/** Letters that change places, of which each counts as another. */
const A_SWAP = 2;

/**
 * The one of `known` that is spelled nearly like `name`, or begins with it, or has it as a word; undefined if none is. The
 * library is loaded on demand: only a mistake needs it.
 */
export async function nearest(name: string, known: readonly string[]): Promise<string | undefined> {
  const wanted = plain(name);
  if (wanted.length < LEAST_LETTERS) return undefined;
  const { levenshteinDistance } = await import("@std/text/levenshtein-distance");
  const most = wanted.length > LETTERS_FOR_A_MISTAKE
    ? Math.max(A_SWAP, Math.floor(wanted.length / LETTERS_FOR_A_MISTAKE))
    : 1;
  const [near] = known.map((one) => ({ one, distance: levenshteinDistance(wanted, plain(one)) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance);
  return near?.one ?? known.find((one) => plain(one).startsWith(wanted)) ??
    known.find((one) => one.toLowerCase().split(BETWEEN_WORDS).includes(wanted));
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(BETWEEN_WORDS, "");
}
