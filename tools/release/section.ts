/**
 * The section that `deno compile` adds to the runtime: what is ours in a binary.
 *
 * Its layout is that of Deno's `cli/rt/binary.rs`: magic, metadata, npm packages, remote modules, the tree of files, the
 * files' bytes, magic; each but the magic has its length before it, as 64 bits with the lowest byte first.
 *
 * @module
 */

const MAGIC = new TextEncoder().encode("d3n0l4nd");
const LENGTH_BYTES = 8;

/** A file in a binary. */
export interface SectionFile {
  /** Its place, with `/` between the parts. */
  readonly name: string;
  /** When it was changed, in milliseconds since 1970. */
  readonly timeMs: number;
  readonly bytes: Uint8Array;
}

/** What is ours in a binary. */
export interface Section {
  /** Of the whole section. */
  readonly sizeBytes: number;
  /** Entry, permissions, flags, import map. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** In the order of their names. */
  readonly files: readonly SectionFile[];
}

/** A file or folder in the section's tree: name, entries, place of its bytes, time. */
type Entry =
  | { readonly Dir: { readonly n: string; readonly e: readonly Entry[] } }
  | {
    readonly File: { readonly n: string; readonly o: readonly [offset: number, length: number]; readonly t: number };
  };

/** @throws {Error} There is no such section in the binary, or it has another layout. */
export function readSection(binary: Uint8Array): Section {
  const end = lastIndexOf(binary, MAGIC, binary.length);
  const start = startOf(binary, end);
  const section = binary.subarray(start, end);
  const metadata = JSON.parse(text(sized(section, MAGIC.length)));

  // The parts between have no use here. The tree is the one part that is followed by bytes which end where the section does.
  for (let at = section.length - LENGTH_BYTES; at > 0; at--) {
    if (section[at] !== OPENING[0] || section[at + 1] !== OPENING[1]) continue;
    const tree = sized(section, at - LENGTH_BYTES);
    const data = sized(section, at + tree.length);
    if (tree.length === 0 || at + tree.length + LENGTH_BYTES + data.length !== section.length) continue;
    const files = [...filesOf(JSON.parse(text(tree)), "", data)];
    files.sort((a, b) => a.name < b.name ? -1 : 1);
    return { sizeBytes: section.length + MAGIC.length, metadata, files };
  }
  throw new Error("the binary's section has no tree of files");
}

/** How the tree begins: `[{`. */
const OPENING = [0x5b, 0x7b] as const;

function startOf(binary: Uint8Array, end: number): number {
  for (let at = end; at >= 0;) {
    at = lastIndexOf(binary, MAGIC, at);
    const metadata = at < 0 ? new Uint8Array() : sized(binary, at + MAGIC.length);
    if (metadata[0] === 0x7b && metadata.at(-1) === 0x7d) return at;
  }
  throw new Error("the binary has no section of deno compile");
}

/** The bytes that follow their length; none where this length reaches too far. */
function sized(bytes: Uint8Array, at: number): Uint8Array {
  if (at < 0 || at + LENGTH_BYTES > bytes.length) return new Uint8Array();
  const length = new DataView(bytes.buffer, bytes.byteOffset + at).getBigUint64(0, true);
  const from = at + LENGTH_BYTES;
  return length > bytes.length - from ? new Uint8Array() : bytes.subarray(from, from + Number(length));
}

/** Where `needle` last begins before `end`; -1 where it does not. */
function lastIndexOf(bytes: Uint8Array, needle: Uint8Array, end: number): number {
  for (let at = bytes.lastIndexOf(needle[0] ?? 0, end - 1); at >= 0; at = bytes.lastIndexOf(needle[0] ?? 0, at - 1)) {
    if (needle.every((byte, n) => bytes[at + n] === byte)) return at;
    if (at === 0) break;
  }
  return -1;
}

function* filesOf(entries: readonly Entry[], folder: string, data: Uint8Array): Generator<SectionFile> {
  for (const entry of entries) {
    if ("Dir" in entry) yield* filesOf(entry.Dir.e, `${folder}${entry.Dir.n}/`, data);
    else if ("File" in entry) {
      const [offset, length] = entry.File.o;
      yield {
        name: `${folder}${entry.File.n}`,
        timeMs: entry.File.t,
        bytes: data.subarray(offset, offset + length),
      };
    } else throw new Error(`${folder}: it holds what is neither file nor folder`);
  }
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
