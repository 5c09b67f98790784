/**
 * What the tests of a promise have shown, for the table in `docs/reliability.md`.
 *
 * Tests count their cases here. Where they are started with `-- --record`, the counts are written into
 * `docs/reliability/PART.json` when the tests end, and `deno task prove:record` makes the page of all such files. A part that
 * is no test, such as a fuzzer or a comparison, writes its file with {@linkcode writeEvidence}.
 *
 * @module
 */

/** A row of the table. */
export interface EvidenceRow {
  /** What users are promised, as a sentence. */
  readonly promise: string;
  /** How it is tested, as a sentence. */
  readonly tested: string;
  /** Cases that were run. */
  readonly cases: number;
  /** What must not be found, in the plural: "torn or stale files". */
  readonly sought: string;
  /** How often it was found. */
  readonly found: number;
  /** Why cases were left out on this machine; absent where none were. */
  readonly skipped?: string;
}

/** A fault that no test noticed at first. */
export interface Survivor {
  /** From the project's root. */
  readonly file: string;
  /** Lines of the file, and what they were replaced by. */
  readonly from: string;
  readonly to: string;
  /** What has become of it: the test that notices it now, or why it changes nothing. */
  readonly now: string;
}

/** A file of evidence. */
export interface Evidence {
  /** The part's name, as the page shows it. */
  readonly part: string;
  /** The command that repeats it. */
  readonly command: string;
  /** When it was run, as YYYY-MM-DD. */
  readonly date: string;
  readonly rows: readonly EvidenceRow[];
  /** Faults that the page lists one by one. */
  readonly survivors?: readonly Survivor[];
}

/** Where files of evidence are. */
export const EVIDENCE_FOLDER = new URL("../docs/reliability/", import.meta.url);

/** Writes a file of evidence. */
export function writeEvidence(name: string, evidence: Evidence): void {
  Deno.mkdirSync(EVIDENCE_FOLDER, { recursive: true });
  Deno.writeTextFileSync(new URL(`${name}.json`, EVIDENCE_FOLDER), `${JSON.stringify(evidence, null, 2)}\n`);
}

/** Whether the tests were started with a word after `--`: `deno test tests/ -- --record`. */
export function isAsked(word: "--record" | "--thorough" | "--quick"): boolean {
  return Deno.args.includes(word);
}

/** Counts the cases of one promise. */
export class Tally {
  readonly #wording: Pick<EvidenceRow, "promise" | "tested" | "sought">;
  #cases = 0;
  #found = 0;
  readonly #skipped = new Set<string>();

  constructor(wording: Pick<EvidenceRow, "promise" | "tested" | "sought">) {
    this.#wording = wording;
  }

  /** Runs a case and counts it, also where it fails. */
  async count(check: () => unknown): Promise<void> {
    this.#cases++;
    try {
      await check();
    } catch (error) {
      this.#found++;
      throw error;
    }
  }

  /** Notes that cases are left out here. */
  skip(reason: string): void {
    this.#skipped.add(reason);
  }

  get row(): EvidenceRow {
    const skipped = [...this.#skipped].join("; ");
    return { ...this.#wording, cases: this.#cases, found: this.#found, ...(skipped === "" ? {} : { skipped }) };
  }
}

/** Writes what `tallies` have counted at the end of the test file that calls this, where recording is asked for. */
export function recordAtEnd(name: string, part: string, tallies: readonly Tally[]): void {
  if (!isAsked("--record")) return;
  globalThis.addEventListener("unload", () => {
    writeEvidence(name, {
      part,
      command: "deno task prove:record",
      date: new Date().toISOString().slice(0, 10),
      rows: tallies.map(({ row }) => row),
    });
  });
}
