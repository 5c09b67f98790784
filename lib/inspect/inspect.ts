/**
 * `batch-signal inspect FILE`: what a candle file is, and the config with which a job reads it.
 *
 * The file is read once, from its start to its end, in constant memory. Its first bytes tell the layout, as they do for a
 * job; everything else is counted on the way.
 *
 * @module
 */
import { CR, LF } from "../candles/ascii.ts";
import { CandleSource, nameOfInput } from "../candles/source.ts";
import { carriageReturnsOnly, notATable, utf16 } from "../errors.ts";
import { headOf, markLength, MOST_HEAD_BYTES } from "../layouts/head.ts";
import { layoutOf, recognise } from "../layouts/recognise.ts";
import type { StopRequest } from "../stop.ts";
import { Utf8Check } from "./encoding.ts";
import { type Facts, factsOf } from "./facts.ts";
import { configThatFits } from "./fits.ts";
import { Records } from "./records.ts";
import { screenOf } from "./screen.ts";
import { Survey } from "./survey.ts";

/** Bytes at the start among which a zero tells UTF-16, or no text at all. */
const ZERO_SEARCH_BYTES = 4096;

/**
 * Inspects a file.
 *
 * @param file A path, or `-` for standard input.
 * @param asJson Whether the facts are wanted as one JSON object, else as a screen of text.
 * @returns The text, with a newline at its end.
 * @throws {JobError} of kind data, where the file is no table of text; of kind io; or interrupted.
 */
export async function inspect(file: string, asJson: boolean, stop: StopRequest): Promise<string> {
  const source = await CandleSource.open(file, stop);
  try {
    const facts = await inspectSource(source, nameOfInput(file));
    await source.requireUnchanged();
    return asJson ? `${JSON.stringify(facts, null, 2)}\n` : screenOf(facts);
  } finally {
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
 * @throws {JobError} as {@linkcode inspect}.
 */
export async function inspectSource(source: Source, file: string): Promise<Facts> {
  const chunks = source.chunks()[Symbol.asyncIterator]();
  const head = await readHead(chunks);
  requireText(head, file);
  // What a job looks at, so that both make the same of it.
  const recognised = recognise(headOf(head));
  if (recognised === undefined) throw notATable(file, head.length);

  const utf8 = new Utf8Check();
  const survey = new Survey(file, recognised);
  const records = new Records(
    file,
    recognised.delimiter,
    recognised.skipLines,
    (bytes, start, end, line) => survey.add(bytes, start, end, line),
  );
  let bytes = 0;
  const push = (chunk: Uint8Array) => {
    bytes += chunk.length;
    utf8.push(chunk);
    records.push(chunk);
  };
  push(head);
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) push(next.value);
  records.end();
  utf8.end();
  const hasByteOrderMark = markLength(head) > 0;
  const { compression } = source;
  const facts = factsOf({ file, bytes, compression, hasByteOrderMark, recognised, utf8, records, survey });
  return { ...facts, ...configThatFits(facts, layoutOf(recognised)) };
}

/** The first bytes: more than {@linkcode MOST_HEAD_BYTES}, or all there are. */
async function readHead(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length <= MOST_HEAD_BYTES) {
    const { done, value } = await chunks.next();
    if (done === true) break;
    // A chunk is valid until the next one only.
    parts.push(value.slice());
    length += value.length;
  }
  const head = new Uint8Array(length);
  let position = 0;
  for (const part of parts) {
    head.set(part, position);
    position += part.length;
  }
  return head;
}

/** Refuses what is in another encoding, or has line ends that a job can't read. */
function requireText(head: Uint8Array, file: string): void {
  const place = { file, line: 1 };
  const [first, second] = head;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) throw utf16(place, 0);
  const zero = head.subarray(0, ZERO_SEARCH_BYTES).indexOf(0);
  if (zero >= 0) throw utf16(place, zero);
  const carriageReturn = head.indexOf(CR);
  if (carriageReturn >= 0 && carriageReturn < head.length - 1 && !head.includes(LF)) throw carriageReturnsOnly(place);
}
