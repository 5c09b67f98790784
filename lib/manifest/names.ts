/**
 * Which names a manifest may have: none may lead out of the folder that it is read for.
 *
 * @module
 */

/** Whether a path, as it is spelled, names something below the folder that it starts in. */
export function isBelow(name: string): boolean {
  // What separates folders on one system is a letter on another: both count everywhere, as does the letter of a drive.
  const isAbsolute = /^(?:[/\\]|[A-Za-z]:)/.test(name);
  return name !== "" && !isAbsolute && !name.includes("\0") && !name.split(/[/\\]/).includes("..");
}
