/**
 * Makes `docs/reliability.md` of the files in `docs/reliability/`: see `evidence.ts`.
 *
 * @module
 */
import { type Evidence, EVIDENCE_FOLDER, type EvidenceRow, type Survivor } from "./evidence.ts";

const PAGE = new URL("../docs/reliability.md", import.meta.url);

const INTRODUCTION = `# Reliability

What batch-signal promises, how each promise is tested, how many cases were run, and what came of them. No figure here is
typed: each row comes from a file in \`docs/reliability/\` that the tests have written. To run them again and renew this page:

\`\`\`sh
deno task prove:record
\`\`\`

The long ones of these tests are \`deno task prove:faults\` and \`deno task prove:hostile\`, the others are part of
\`deno task test\`. With \`-- --thorough\` they take more cases of those that could go on forever.
Where a machine lacks what a test needs (strace, a C compiler, GNU time, the right to mount), the test says so and is left
out, and the row says so too.
`;

const ENDING = `## How rows are added

A test file counts the cases of a promise with a \`Tally\` of \`tests/evidence.ts\` and ends with \`recordAtEnd\`. A part that
is no test calls \`writeEvidence\`, or writes the same JSON by itself. Either way a file appears in \`docs/reliability/\`, and
\`deno run --allow-read --allow-write tests/reliability.ts\` takes it into the page:

\`\`\`json
{
  "part": "its name, for the second table",
  "command": "what repeats it",
  "date": "YYYY-MM-DD",
  "rows": [
    {
      "promise": "what users are promised",
      "tested": "how that is tested",
      "cases": 1,
      "sought": "what must not be found, in the plural",
      "found": 0,
      "skipped": "why cases were left out; absent where none were"
    }
  ]
}
\`\`\`
`;

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [header, ...rows].map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = header.map((_, column) => Math.max(3, ...cells.map((row) => [...(row[column] ?? "")].length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - [...cell].length)).join(" | ")} |`;
  const [head = [], ...body] = cells;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}

function resultOf({ cases, found, sought, skipped }: EvidenceRow): string {
  const result = cases === 0 ? "not run" : `${found} ${sought}`;
  return skipped === undefined ? result : `${result}; left out: ${skipped}`;
}

/** Code in one line of Markdown. */
function code(text: string): string {
  const line = text.replace(/\s*\n\s*/g, " ");
  if (!line.includes("`")) return `\`${line}\``;
  // Two backticks around it, and a space where one of its own stands at an end.
  const space = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `\`\`${space}${line}${space}\`\``;
}

function survivorList(survivors: readonly Survivor[]): string {
  const items = survivors.map(({ file, from, to, now }) =>
    `- \`${file}\`: ${code(from)} became ${code(to)}. ${now[0]?.toUpperCase()}${now.slice(1)}.`
  );
  return `## Drawn mutants that the first tests left\n\n${items.sort().join("\n")}\n`;
}

/** The page for some files of evidence. */
export function reliabilityPage(evidence: readonly Evidence[]): string {
  const promises = evidence.flatMap(({ rows }) =>
    rows.map((row) => [row.promise, row.tested, row.cases.toLocaleString("en"), resultOf(row)])
  );
  const parts = evidence.map(({ part, command, date, rows }) => [
    part,
    `\`${command}\``,
    date,
    rows.reduce((sum, { cases }) => sum + cases, 0).toLocaleString("en"),
  ]);
  const survivors = evidence.flatMap(({ survivors }) => survivors ?? []);
  return [
    INTRODUCTION,
    `## Promises\n\n${table(["promise", "how it is tested", "cases", "result"], promises)}\n`,
    `## Parts\n\n${table(["part", "command", "last run", "cases"], parts)}\n`,
    ...(survivors.length === 0 ? [] : [survivorList(survivors)]),
    ENDING,
  ].join("\n");
}

/** All files of evidence, in the order of their names. */
export function readEvidence(): Evidence[] {
  return [...Deno.readDirSync(EVIDENCE_FOLDER)].map(({ name }) => name).filter((name) => name.endsWith(".json")).sort()
    .map((name) => asEvidence(JSON.parse(Deno.readTextFileSync(new URL(name, EVIDENCE_FOLDER))), name));
}

function asEvidence(value: Partial<Evidence>, name: string): Evidence {
  const { part, command, date, rows, survivors } = value;
  const isWhole = [part, command, date].every((text) => typeof text === "string") && Array.isArray(rows) &&
    rows.every((row) =>
      [row.promise, row.tested, row.sought].every((text) => typeof text === "string") &&
      [row.cases, row.found].every((count) => Number.isInteger(count) && count >= 0)
    );
  if (!isWhole || part === undefined || command === undefined || date === undefined || rows === undefined) {
    throw new Error(`docs/reliability/${name}: it is not a file of evidence`);
  }
  return { part, command, date, rows, ...(survivors === undefined ? {} : { survivors }) };
}

if (import.meta.main) Deno.writeTextFileSync(PAGE, reliabilityPage(readEvidence()));
