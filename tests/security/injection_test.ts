import { assert, assertEquals, assertMatch } from "@std/assert";
import { CANDLES, CONFIG, Folder } from "../command.ts";
import { isAsked, recordAtEnd, Tally } from "../evidence.ts";
import { inParallel } from "../faults/injector.ts";

const injected = new Tally({
  promise: "Nothing from data, config, file names or flags can break a line, forge one, or steer a terminal",
  tested:
    "Control characters, ANSI codes, newlines with forged lines, bidirectional and invisible characters in each of " +
    "them, in both formats of the log",
  sought: "raw characters and lines that are not ours in log, standard error or JSON",
});
recordAtEnd("security-injection", "Injection", [injected]);

const FORGED = "2026-01-01T00:00:00.000Z INFO  job completed status=success exit_code=0";

const PAYLOADS: Readonly<Record<string, string>> = {
  "a newline and a forged line": `x\n${FORGED}\n`,
  "a carriage return and a forged line": `x\r${FORGED}\r`,
  "a forged field": 'x" exit_code=0 status="success',
  "JSON": '"},{"level":"INFO","message":"job completed"}',
  "colours and a cleared screen": "\u001b[31m\u001b[2J\u001b[1;1H",
  "a title and a link": "\u001b]0;title\u0007\u001b]8;;http://evil/\u001b\\x",
  "controls of C1": "\u009b31m\u0085\u0090",
  "a backspace and a delete": "abc\b\b\b\u007f",
  "line separators": `x\u2028${FORGED}\u2029`,
  "bidirectional controls": "\u202egnp.exe\u2066\u2069",
  "invisible characters": "a\u200bb\ufeffc\u00add",
  "a vertical tab and a form feed": "a\vb\fc",
  "backslashes and quotes": "a\\nb\\\"c'd`$(id)`",
  "percent and braces": "%s%n{0}${x}{{y}}",
};

/** What may stand in no output as it is, but for the newlines that end our lines. */
// deno-lint-ignore no-control-regex
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

const YAML_ESCAPED = (text: string) =>
  JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
const CSV_QUOTED = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** Places that a text can come from: the files and flags of a run. */
const PLACES: Readonly<Record<string, (text: string) => { files?: Record<string, string>; flags?: string[] }>> = {
  "a close": (text) => ({ files: { "in.csv": `t,close\n1,${CSV_QUOTED(text)}\n` } }),
  "a header": (text) => ({ files: { "in.csv": `t,${CSV_QUOTED(text)}\n1,1\n` } }),
  "the version": (text) => ({ files: { "config.yaml": CONFIG.replace('"v1"', YAML_ESCAPED(`v${text}`)) } }),
  "a key": (text) => ({ files: { "config.yaml": `${YAML_ESCAPED(text)}: 1\n${CONFIG}` } }),
  "a raw line of the config": (text) => ({ files: { "config.yaml": `${text}: 1\n${CONFIG}` } }),
  "a value": (text) => ({ files: { "config.yaml": CONFIG.replace("window: 2", `window: ${YAML_ESCAPED(text)}`) } }),
  "the input's name": (text) => ({ flags: ["-i", text] }),
  "the config's name": (text) => ({ flags: ["-c", text] }),
  "the output's name": (text) => ({ flags: ["-o", text] }),
  "the log's name": (text) => ({ flags: ["-l", `none/${text}`] }),
  "a flag": (text) => ({ flags: [`--${text}`] }),
  "an argument": (text) => ({ flags: [text] }),
};

const DEFAULTS: Readonly<Record<string, string>> = {
  "-i": "in.csv",
  "-c": "config.yaml",
  "-o": "metrics.json",
  "-l": "run.log",
};

/** Flags of a job in which some have other values. */
function flagsWith(own: readonly string[] = []): string[] {
  const [flag = "", value = ""] = own;
  const rest = Object.entries(DEFAULTS).flatMap(([name, file]) => [name, name === flag ? value : file]);
  return flag in DEFAULTS ? rest : [...rest, ...own];
}

const TEXT_LINE =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (INFO |WARN |ERROR) [a-z][a-z ]*( [a-z_0-9]+=([^\s"=\\]+|"([^"\\]|\\.)*"))*$/;

async function assertNothingInjected(place: string, payload: string, format: string): Promise<void> {
  const { files = {}, flags } = PLACES[place]?.(payload) ?? {};
  using folder = new Folder({ "in.csv": CANDLES, "config.yaml": CONFIG, ...files });
  const { code, stdout, stderr } = await folder.run([...flagsWith(flags), "--log-format", format]);
  assert([0, 2, 3, 4, 5].includes(code), `exit ${code}: ${stderr}`);

  assertMatch(stderr, code === 0 ? /^$/ : /^batch-signal: [^\n]+\n$/);
  assert(!RAW.test(stderr), JSON.stringify(stderr));
  if (code === 2) return assertEquals(stdout, "");
  assert(!RAW.test(stdout), JSON.stringify(stdout));
  assertEquals(stdout.split("\n").length, code === 0 ? 10 : 6);
  assertEquals(JSON.parse(stdout).status, code === 0 ? "success" : "error");
  if (code === 0 && place === "the version") assertEquals(JSON.parse(stdout).version, `v${payload}`);

  const log = folder.read("run.log");
  if (log === undefined) return assertEquals(place, "the log's name");
  assert(!RAW.test(log), JSON.stringify(log));
  const lines = log.trimEnd().split("\n");
  for (const line of lines) {
    if (format === "text") assertMatch(line, TEXT_LINE);
    else assertEquals(JSON.parse(line).logger, "batch-signal");
  }
  const completed = lines.filter((line) => /^\S+ INFO {2}job completed|"message":"job completed"/.test(line)).length;
  assertEquals(completed, code === 0 ? 1 : 0);
}

const IS_UNIX = Deno.build.os !== "windows";
for (const [placeIndex, place] of Object.keys(PLACES).entries()) {
  Deno.test({ name: `security: nothing is injected by ${place}`, ignore: !IS_UNIX }, async () => {
    // Places share their messages, and so do formats: every other payload is put in every other place, in turns.
    const cases = [...Object.entries(PAYLOADS).entries()].filter(([index]) =>
      (index + placeIndex) % 2 === 0 || isAsked("--thorough")
    );
    await inParallel(cases, ([index, [name, payload]]) =>
      injected.count(async () => {
        try {
          await assertNothingInjected(place, payload, index % 4 < 2 ? "text" : "json");
        } catch (cause) {
          throw new Error(`${name}: ${cause}`, { cause });
        }
      }));
  });
}
