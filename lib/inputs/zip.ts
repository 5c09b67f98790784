/**
 * A zip archive that holds one file → the plain bytes of that file, in one pass from the start, so that a pipe will do.
 *
 * What is said ahead of the data is checked against the data, and afterwards against the list at the end of the archive.
 *
 * Two libraries were tried, with the archives of `tests/inputs/formats_test.ts` and a few more: 11 good ones, 21 to refuse.
 * Neither reads a pipe in constant memory and tells what is wrong, so this stays our own code: 6 kB minified, with the
 * records and the list. `node:zlib` decompresses, and computes checksums.
 * - `@zip.js/zip.js` 2.24.0, when strict, refuses damage as this does, and reads stored files whose size is behind them.
 *   But it holds a whole stream in memory before it gives a byte (300 MB stored: 980 MB, here 70 MB), it has one message,
 *   "Ambiguous archive", for a wrong checksum, length or list and for trailing bytes, and it would add 107 to 168 kB.
 * - `fflate` 0.8.3 streams and adds 8 kB. But it checks no checksum, length or list: it read 14 of the 21, among them
 *   encrypted and truncated ones and one that lists a file twice. It gave a descriptor without a signature as text, and took
 *   900 MB for a bomb of 500 MB.
 *
 * @module
 */
import {
  dataDamaged,
  dataTruncated,
  foreignFile,
  type JobError,
  trailingData,
  wrongChecksum,
  wrongLength,
  zipEncrypted,
  zipMethod,
  zipSeveralFiles,
  zipSizeUnknown,
  zipWithoutFile,
} from "../errors.ts";
import type { ByteInput } from "./bytes.ts";
import { inflate, Tally } from "./inflate.ts";
import { ListEnd } from "./zip_list.ts";
import {
  descriptorBytes,
  type Entry,
  entryBytes,
  FIXED_BYTES,
  listingBytes,
  MOST_DESCRIPTOR_BYTES,
  readEntry,
  readListing,
  SIGNATURE_BYTES,
  signatureOf,
  SIGNATURES,
  viewOf,
} from "./zip_records.ts";

const FORMAT = "zip";
const STORED = 0;
const DEFLATED = 8;
/** Longer than any real record: names, extra fields and comments have less than 64 KiB each. */
const MOST_RECORD_BYTES = 1 << 18;
/** What deflate makes of nothing. */
const EMPTY = [3, 0];
const METHOD_NAMES: Readonly<Record<number, string>> = {
  6: "implode",
  9: "Deflate64",
  12: "bzip2",
  14: "LZMA",
  93: "zstd",
  95: "xz",
  98: "PPMd",
};
/** What macOS puts into an archive beside the files. */
const FOREIGN = /^__MACOSX\//;

/** Members of documents of office programs: of the newer ones of Microsoft, and of OpenDocument. */
const CONTENT_TYPES = "[Content_Types].xml";
const MIME_TYPE = "mimetype";
const OFFICE = /^(?:\[Content_Types\]\.xml|_rels\/\.rels|mimetype|(?:docProps|ppt|word|xl)\/.*\.xml)$/;

/** What was found in an archive. */
interface Found {
  entries: number;
  /** The file, with what is known of it from its data. */
  file: Entry | undefined;
}

/**
 * The plain bytes of the one file. Folders and empty files do not count, nor does what macOS adds.
 *
 * @throws {JobError} of kind data.
 */
export async function* unzip(input: ByteInput, file: string): AsyncGenerator<Uint8Array> {
  const found: Found = { entries: 0, file: undefined };
  for (;;) {
    const signature = signatureOf(await input.peek(SIGNATURE_BYTES));
    if (signature !== SIGNATURES.entry) break;
    yield* readMember(input, file, found);
  }
  await readList(input, file, found);
  if (found.file === undefined) throw zipWithoutFile(file);
}

/** Reads one entry and its data. */
async function* readMember(input: ByteInput, file: string, found: Found): AsyncGenerator<Uint8Array> {
  const { offset } = input;
  const entry = readEntry(await takeRecord(input, file, FIXED_BYTES.entry, entryBytes));
  found.entries++;
  requireReadable(entry, file);
  const isFile = !entry.name.endsWith("/") && !FOREIGN.test(entry.name);
  if (isFile && (found.file !== undefined || OFFICE.test(entry.name)) && await hasText(input, entry)) {
    const names = found.file === undefined ? [entry.name] : [found.file.name, entry.name];
    throw severalFiles(file, await namesOf(input, names));
  }

  const tally = new Tally();
  const start = input.offset;
  for await (const chunk of plainBytes(input, file, entry, tally)) {
    if (isFile) yield chunk;
  }
  const compressedBytes = input.offset - start;
  const { checksum, bytes } = tally;
  await checkMember(input, file, entry, { checksum, bytes, compressedBytes });
  if (isFile && bytes > 0) found.file = { ...entry, offset, checksum, bytes, compressedBytes };
}

/** What is wrong with an archive of several files; spreadsheets are such archives too. */
function severalFiles(file: string, names: readonly string[]): JobError {
  if (names.includes(CONTENT_TYPES) && names.some((name) => name.startsWith("xl/"))) return foreignFile(file, "xlsx");
  if (names.includes(MIME_TYPE) && names.includes("content.xml")) return foreignFile(file, "ods");
  return zipSeveralFiles(file, names);
}

/** Whether an entry whose data is next is more than an empty file. */
async function hasText(input: ByteInput, { hasDescriptor, method, bytes }: Entry): Promise<boolean> {
  if (!hasDescriptor) return bytes > 0;
  if (method === STORED) return false;
  const start = await input.peek(EMPTY.length);
  return EMPTY.some((byte, n) => byte !== start[n]);
}

function requireReadable({ name, isEncrypted, method }: Entry, file: string): void {
  if (isEncrypted) throw zipEncrypted(file, name);
  if (method !== STORED && method !== DEFLATED) throw zipMethod(file, name, method, METHOD_NAMES[method]);
}

async function* plainBytes(
  input: ByteInput,
  file: string,
  { method, compressedBytes }: Entry,
  tally: Tally,
): AsyncGenerator<Uint8Array> {
  if (method === DEFLATED) {
    yield* inflate(input, file, FORMAT, tally);
    return;
  }
  while (tally.bytes < compressedBytes) {
    const piece = await input.take(compressedBytes - tally.bytes);
    if (piece === undefined) throw dataTruncated(file, FORMAT);
    tally.add(piece);
    yield piece;
  }
}

/** Compares the data with what is said of it ahead of it, or behind it. */
async function checkMember(
  input: ByteInput,
  file: string,
  entry: Entry,
  known: Pick<Entry, "checksum" | "compressedBytes" | "bytes">,
): Promise<void> {
  if (entry.hasDescriptor) {
    const next = await input.peek(MOST_DESCRIPTOR_BYTES);
    const length = descriptorBytes(next, known);
    if (length > 0) await input.skip(length);
    // What is stored ends nowhere by itself: it was taken for an empty file, which it is not.
    else if (entry.method === STORED && entry.compressedBytes === 0) throw zipSizeUnknown(file, entry.name);
    else if (next.length < MOST_DESCRIPTOR_BYTES) throw dataTruncated(file, FORMAT);
    else throw dataDamaged(file, FORMAT);
    return;
  }
  if (entry.checksum !== known.checksum) throw wrongChecksum(file, FORMAT, known.checksum, entry.checksum);
  if (entry.bytes !== known.bytes) throw wrongLength(file, FORMAT, known.bytes, entry.bytes);
  if (entry.compressedBytes !== known.compressedBytes) throw dataDamaged(file, FORMAT);
}

/** Reads the list at the end of the archive, which has to name what was found. */
async function readList(input: ByteInput, file: string, found: Found): Promise<void> {
  const start = input.offset;
  let isListed = found.file === undefined;
  let entries = 0;
  const take = (fixedBytes: number, length: (fixed: Uint8Array) => number) =>
    takeRecord(input, file, fixedBytes, length);
  for (;;) {
    const next = await input.peek(SIGNATURE_BYTES);
    switch (signatureOf(next)) {
      case SIGNATURES.listing: {
        const listed = readListing(await take(FIXED_BYTES.listing, listingBytes));
        entries++;
        isListed ||= isSame(listed, found.file);
        break;
      }
      case SIGNATURES.extraData:
        await take(FIXED_BYTES.extraData, (fixed) => FIXED_BYTES.extraData + viewOf(fixed).getUint32(4, true));
        break;
      case SIGNATURES.digitalSignature:
        await take(
          FIXED_BYTES.digitalSignature,
          (fixed) => FIXED_BYTES.digitalSignature + viewOf(fixed).getUint16(4, true),
        );
        break;
      case SIGNATURES.end64:
        await take(
          FIXED_BYTES.end64,
          (fixed) => FIXED_BYTES.end64 + Number(viewOf(fixed).getBigUint64(4, true)),
        );
        break;
      case SIGNATURES.end64Locator:
        await take(FIXED_BYTES.end64Locator, () => FIXED_BYTES.end64Locator);
        break;
      case SIGNATURES.end: {
        const end = await take(FIXED_BYTES.end, (fixed) => FIXED_BYTES.end + viewOf(fixed).getUint16(20, true));
        const saidEntries = viewOf(end).getUint16(10, true);
        const saidStart = viewOf(end).getUint32(16, true);
        const isRight = isListed && entries === found.entries && [entries % 2 ** 16, 0xffff].includes(saidEntries) &&
          [start % 2 ** 32, 0xffff_ffff].includes(saidStart);
        if (!isRight) throw dataDamaged(file, FORMAT);
        if ((await input.peek(1)).length > 0) throw trailingData(file, FORMAT, input.offset);
        return;
      }
      case undefined:
        throw dataTruncated(file, FORMAT);
      default:
        throw dataDamaged(file, FORMAT);
    }
  }
}

function isSame(listed: Entry, found: Entry | undefined): boolean {
  return found !== undefined && listed.offset === found.offset && listed.checksum === found.checksum &&
    listed.bytes === found.bytes && listed.compressedBytes === found.compressedBytes && listed.name === found.name;
}

/**
 * Takes a whole record, whose first `fixedBytes` bytes give its length.
 *
 * @throws {JobError} of kind data, where it is not there.
 */
async function takeRecord(
  input: ByteInput,
  file: string,
  fixedBytes: number,
  lengthOf: (fixed: Uint8Array) => number,
): Promise<Uint8Array> {
  const fixed = await input.peek(fixedBytes);
  if (fixed.length < fixedBytes) throw dataTruncated(file, FORMAT);
  const length = lengthOf(fixed);
  if (length > MOST_RECORD_BYTES) throw dataDamaged(file, FORMAT);
  const record = (await input.peek(length)).slice();
  if (record.length < length) throw dataTruncated(file, FORMAT);
  await input.skip(length);
  return record;
}

/** Names of all files in the archive, from the list at its end; `known` ones where that can't be read. */
async function namesOf(input: ByteInput, known: readonly string[]): Promise<readonly string[]> {
  const end = new ListEnd();
  for (let bytes = await input.take(); bytes !== undefined; bytes = await input.take()) end.add(bytes);
  const names = end.entries().filter(({ name, bytes }) => bytes > 0 && !name.endsWith("/") && !FOREIGN.test(name));
  return names.length < known.length ? known : names.map(({ name }) => name);
}
