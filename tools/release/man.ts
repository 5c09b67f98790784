/**
 * Makes the man page, `docs/batch-signal.1`, of the usage of each command and the table of keys.
 *
 *     deno task build:man
 *
 * @module
 */
import { KEY_NAMES, KEYS } from "../../lib/config/keys.ts";
import { type Usage, type UsageFlag, usages } from "../../lib/commands/usages.ts";
import manifest from "../../deno.json" with { type: "json" };

const ABOUT =
  "For each row of a file of price candles, batch-signal computes the rolling mean of the last closes and says " +
  "whether the close is above it. Sums are exact: no signal depends on rounding. The share of rows whose signal is 1 goes to " +
  "the metrics.";

/** When the page got its form. */
const DATE = "2026-11-27";
/** A line of roff should not be longer than 80 bytes. */
const LINE = /.{1,70}(?:\s|$)|\S+\s?/g;

/** A text as roff takes it: a hyphen may be a minus, and no line begins with a control character. */
function roff(text: string): string {
  const lines = [...text.matchAll(LINE)].map(([line]) => line.trim());
  return lines.join("\n").replaceAll("\\", "\\e").replaceAll("-", "\\-").replace(/^([.'])/gm, "\\&$1");
}

function flagText({ name, short, value, help }: UsageFlag): string {
  const names = [short, name].filter((spelling) => spelling !== undefined).map((spelling) =>
    `\\fB${roff(spelling)}\\fR`
  );
  return `.TP\n${names.join(", ")}${value === undefined ? "" : ` \\fI${value}\\fR`}\n${roff(help)}\n`;
}

/** What follows a heading of the usage, up to the next blank line. */
function partOf({ text }: Usage, heading: string): string[] {
  const lines = text.split("\n");
  const start = lines.indexOf(heading) + 1;
  return lines.slice(start, lines.indexOf("", start)).map((line) => line.trim());
}

function command(usage: Usage): string {
  const about = usage.text.split("\n", 1)[0]?.replace(/^[^:]*: /, "") ?? "";
  return `.SS batch\\-signal ${usage.verb}\n${roff(about)}.\n.PP\n${
    partOf(usage, "usage:").map((line) => `\\fB${roff(line)}\\fR`).join("\n.br\n")
  }\n${usage.flags.map(flagText).join("")}`;
}

/** The page. The same sources give the same bytes. */
export function manPage(): string {
  const [job, ...verbs] = usages();
  if (job === undefined) throw new Error("no usage");
  const keys = KEY_NAMES.map((key) => {
    const { kind, example, absent } = KEYS[key];
    const need = absent === undefined ? " Required." : absent === null ? "" : ` Default: ${absent}.`;
    return `.TP\n\\fB${roff(key)}\\fR\n${roff(`${kind.expected(undefined)}, as in ${key}: ${example}.${need}`)}\n`;
  });
  const codes = partOf(job, "exit codes:").flatMap((line) => line.split(/ {2,}(?=[0-9])/)).map((code) => {
    const [, number = "", meaning = ""] = /^([0-9, ]+?) {2}(.*)$/.exec(code) ?? [];
    return [number, meaning] as const;
  }).sort(([a], [b]) => parseInt(a) - parseInt(b));
  return `.TH BATCH\\-SIGNAL 1 ${DATE} "batch\\-signal ${manifest.version}" "User Commands"
.SH NAME
batch\\-signal \\- ${roff(job.text.split("\n", 1)[0]?.replace(/^[^:]*: /, "") ?? "")}
.SH SYNOPSIS
\\fBbatch\\-signal \\-\\-input\\fR \\fIFILE\\fR \\fB\\-\\-config\\fR \\fIFILE\\fR \\fB\\-\\-output\\fR \\fIFILE\\fR \\fB\\-\\-log\\-file\\fR \\fIFILE\\fR [\\fIflags\\fR]
.br
\\fBbatch\\-signal ${verbs.map(({ verb }) => verb).join("\\fR|\\fB")}\\fR ...
.SH DESCRIPTION
${roff(ABOUT)}
.SH OPTIONS
${job.flags.map(flagText).join("")}.SH COMMANDS
${verbs.map(command).join("")}.SH CONFIGURATION
The config is one flat YAML mapping of these keys:
${keys.join("")}.SH EXIT STATUS
${codes.map(([code, meaning]) => `.TP\n\\fB${code}\\fR\n${roff(meaning)}\n`).join("")}.SH EXAMPLES
What a file is, and the config that fits:
.PP
.RS
batch\\-signal inspect data.csv
.RE
.PP
The job:
.PP
.RS
batch\\-signal \\-i data.csv \\-c config.yaml \\-o metrics.json \\-l run.log
.RE
`;
}

if (import.meta.main) Deno.writeTextFileSync(new URL("../../docs/batch-signal.1", import.meta.url), manPage());
