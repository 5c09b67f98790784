/**
 * Rows of cells → a table in Markdown.
 *
 * @module
 */

/** @param firstRight Columns from this one on are aligned right: the numbers. */
export function table(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  firstRight = 0,
): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = heading.map((_, column) => column < firstRight ? "---" : "---:");
  return [line(heading), line(rule), ...rows.map(line)];
}
