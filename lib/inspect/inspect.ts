/**
 * `batch-signal inspect FILE`: what a candle file is, and the config with which a job reads it.
 *
 * The file is read once, from its start to its end, in constant memory. Its first bytes tell the layout, as they do for a
 * job; the job's own reading of headers and rows tells what it takes, and everything else is counted on the way.
 *
 * @module
 */
import { CR, LF } from "../records/ascii.ts";
import { HeldBytes } from "../records/held_bytes.ts";
import { refuseNoText } from "../inputs/formats.ts";
import { CandleSource, nameOfInput } from "../inputs/source.ts";
import type { InspectForm } from "../commands/inspect_command_line.ts";
import { asJobError, carriageReturnsOnly, configsDiffer, JobError, noConfigFits, notATable } from "../errors.ts";
import { headOf, MOST_HEAD_BYTES } from "../layouts/head.ts";
import { RecordCutter } from "../records/cutter.ts";
import { markLength } from "../records/record.ts";
import type { Layout } from "../layouts/layout.ts";
import { layoutOf, recognise, resolveLayout } from "../layouts/recognise.ts";
import type { Recognised } from "../layouts/recognised.ts";
import { requireSense } from "../layouts/sense.ts";
import { ProgressBar } from "../outputs/progress.ts";
import type { StopRequest } from "../stop.ts";
import { Utf8Check } from "./encoding.ts";
import { type Facts, factsOf } from "./facts.ts";
import { configThatFits, nameOf, usesSymbols } from "./fits.ts";
import { gapWarnings } from "./gaps.ts";
import { screenOf } from "./screen.ts";
import { Survey } from "./survey.ts";
import { seriesFault, withSeams } from "./together.ts";

/** Bytes at the start that tell whether it is text. */
const TOLD_BYTES = 4096;

/** What there is to say about files. */
export interface Inspected {
  /** For standard output, with a newline at its end where there is any. */
  readonly text: string;
  /** Of kind data for each file that no config fits: its first problem. Of kind io for one that can't be read. */
  readonly failures: readonly JobError[];
}

/**
 * Inspects files, one after the other. A file that cannot be inspected is reported, and the others are inspected all the same.
 *
 * @param files Paths, or `-` for standard input.
 * @throws {JobError} interrupted.
 */
export async function inspect(files: readonly string[], form: InspectForm, stop: StopRequest): Promise<Inspected> {
  const all: Facts[] = [];
  const failures: JobError[] = [];
  for (const file of files) {
    try {
      const facts = await inspectFile(file, stop);
      all.push(facts);
      if (facts.config === null) failures.push(noConfigFits(facts.file, facts.problems));
    } catch (cause) {
      const error = asJobError(cause);
      if (error.kind === "interrupted" || error.kind === "internal") throw cause;
      failures.push(error);
    }
  }
  if (form === "config") return oneConfig(all, failures);
  return { text: textOf(withSeams(all), form, files.length > 1), failures };
}

function textOf(all: readonly Facts[], form: "text" | "json", areSeveral: boolean): string {
  if (form === "text") return all.map(screenOf).join("\n");
  const [first] = all;
  if (areSeveral) return `${JSON.stringify(all, null, 2)}\n`;
  return first === undefined ? "" : `${JSON.stringify(first, null, 2)}\n`;
}

/** The config that fits all files, as one series in the order given. */
function oneConfig([first, ...others]: readonly Facts[], failures: readonly JobError[]): Inspected {
  if (first === undefined || failures.length > 0) return { text: "", failures };
  const all = [first, ...others];
  const other = others.find(({ config }) => underAuto(config) !== underAuto(first.config));
  if (other !== undefined) return { text: "", failures: [configsDiffer(other.file, first.file)] };
  const fault = seriesFault(all);
  if (fault !== undefined) return { text: "", failures: [fault] };
  const isSame = others.every(({ config }) => config === first.config);
  return { text: (isSame ? first.config : underAuto(first.config)) ?? "", failures };
}

/** The config with which a job finds out by itself which layout it is: each file may have its own. */
function underAuto(config: string | null): string | undefined {
  return config?.replace(/^layout: .*$/m, "layout: auto");
}

async function inspectFile(file: string, stop: StopRequest): Promise<Facts> {
  const source = await CandleSource.open(file, stop);
  source.readAhead();
  const bar = new ProgressBar(Deno.stderr, false, source, performance.now());
  try {
    const facts = await inspectSource(source, nameOfInput(file), () => bar.update(source.bytesRead, performance.now()));
    source.requireUnchanged();
    return facts;
  } finally {
    bar.clear();
    source.close();
  }
}

/** What a source says about itself. */
interface Source {
  chunks(): AsyncIterable<Uint8Array>;
  /** Known once there was a chunk. */
  readonly compression?: string | undefined;
}

/**
 * The facts about a source.
 *
 * @param file Its name, for the facts and for errors.
 * @param onStep Called again and again while it is read.
 * @param isScanned Whether the kernel takes the rows that it can prove. Only tests say no: the facts are the same.
 * @throws {JobError} of kind data, where the file is no table of text; of kind io; or interrupted.
 */
export async function inspectSource(
  source: Source,
  file: string,
  onStep: () => void = () => {},
  isScanned = true,
): Promise<Facts> {
  const chunks = source.chunks()[Symbol.asyncIterator]();
  const head = await readHead(chunks);
  requireText(head, file);
  // What a job looks at, so that both make the same of it.
  const recognised = recognise(headOf(head));
  if (recognised === undefined) throw notATable(file, head.length);

  const utf8 = new Utf8Check();
  const { layout, fault: layoutFault } = jobLayout(headOf(head), recognised, file);
  const survey = new Survey(file, recognised, layout);
  const { delimiter, skipLines, linesAfterHeader } = recognised;
  const rules = { delimiter: delimiter.charCodeAt(0), skipLines, linesAfterFirst: linesAfterHeader };
  const records: RecordCutter = new RecordCutter(file, rules, {
    ...(isScanned ? { scan: (bytes, from, to) => survey.scan(bytes, from, to, records.line) } : {}),
    record: (bytes, start, next, line, base) => survey.add(bytes, start, next, line, base),
  });
  let bytes = 0;
  const push = (chunk: Uint8Array) => {
    bytes += chunk.length;
    utf8.push(chunk);
    records.push(chunk);
  };
  push(head);
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
    push(next.value);
    onStep();
  }
  const isUnterminated = !records.end();
  utf8.end();
  const hasByteOrderMark = markLength(head) > 0;
  const { compression } = source;
  const withSymbols = layout !== undefined && usesSymbols(layout, survey);
  const refused = survey.refused(withSymbols);
  const facts = factsOf({
    file,
    bytes,
    compression,
    hasByteOrderMark,
    recognised,
    refused,
    utf8,
    records,
    isUnterminated,
    survey,
  });
  const fault = layoutFault ?? survey.headerFault;
  const { longest, isCountLeast } = survey.times.symbols;
  const { problems, config } = configThatFits(facts, { layout, withSymbols, fault, refused, longest, isCountLeast });
  const warnings = layout === undefined || config === null || withSymbols
    ? []
    : gapWarnings(file, survey.times, layout);
  return { ...facts, problems, warnings, config };
}

/** The recognised layout as a job takes it that is told its name; or why it does not. Undefined where no close was found. */
function jobLayout(
  head: Uint8Array,
  recognised: Recognised,
  file: string,
): { readonly layout: Layout | undefined; readonly fault?: JobError } {
  const layout = layoutOf(recognised);
  const name = layout && nameOf(layout);
  if (layout === undefined) return { layout };
  try {
    // What a job would refuse to guess, no config may say for it.
    requireSense(recognised, layout, {}, file);
    return { layout: name === undefined || name === "auto" ? layout : resolveLayout(head, { layout: name }, file) };
  } catch (error) {
    if (error instanceof JobError) return { layout, fault: error };
    throw error;
  }
}

/** The first bytes: more than {@linkcode MOST_HEAD_BYTES}, or all there are. */
async function readHead(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  const head = new HeldBytes();
  while (head.length <= MOST_HEAD_BYTES) {
    const { done, value } = await chunks.next();
    if (done === true) break;
    head.append(value);
  }
  return head.bytes;
}

/** Refuses what is in another encoding, or has line ends that a job can't read. */
function requireText(head: Uint8Array, file: string): void {
  const place = { file, line: 1 };
  refuseNoText(head.subarray(0, TOLD_BYTES), place, 0);
  const carriageReturn = head.indexOf(CR);
  if (carriageReturn >= 0 && carriageReturn < head.length - 1 && !head.includes(LF)) throw carriageReturnsOnly(place);
}
