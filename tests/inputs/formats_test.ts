import { assertEquals } from "@std/assert";
import { crc32 } from "node:zlib";
import type { CompressionFormat } from "../../lib/errors.ts";
import { cut } from "../rows/read_closes.ts";
import { bytesOf, concat, gzipOf, type ZipMember, zipOf, zstdOf } from "./compressed.ts";
import { outcomeOf } from "./read_compressed.ts";

const TEXT = "t,close\n1,1.5\n2,2.5\n3,1.25\n";
const OTHER = "t,close\n";

/** Bytes with some in them set to others. */
function changed(bytes: Uint8Array, at: number, ...to: readonly number[]): Uint8Array {
  const copy = bytes.slice();
  copy.set(to, at < 0 ? bytes.length + at : at);
  return copy;
}

/** The gzip file of {@linkcode TEXT} with more in its header. */
function gzipWith(flags: number, ...fields: readonly Uint8Array[]): Uint8Array {
  return concat(changed(gzipOf(TEXT), 3, flags).subarray(0, 10), ...fields, gzipOf(TEXT).subarray(10));
}

const longName = bytesOf(`${"n".repeat(5000)}\0`);
const allFields = [Uint8Array.of(3, 0, 1, 2, 3), bytesOf("name\0"), bytesOf("comment\0")];
const header = concat(changed(gzipOf(TEXT), 3, 0b1_1110).subarray(0, 10), ...allFields);
const headerChecksum = Uint8Array.of(crc32(header) & 255, (crc32(header) >> 8) & 255);

const SKIPPABLE = Uint8Array.of(0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9);
const zip = (...members: readonly Partial<ZipMember>[]) =>
  zipOf(members.map((member) => ({ name: "a.csv", text: TEXT, ...member })));

const READ: readonly (readonly [name: string, format: CompressionFormat, file: Uint8Array, text?: string])[] = [
  ["a header with all fields", "gzip", gzipWith(0b1_1110, ...allFields, headerChecksum)],
  ["a header with a long name", "gzip", gzipWith(0b1000, longName)],
  ["a member without text", "gzip", concat(gzipOf(""), gzipOf(TEXT), gzipOf(""))],
  ["a frame without a checksum", "zstd", zstdOf(TEXT, false)],
  ["frames without text around it", "zstd", concat(SKIPPABLE, zstdOf(TEXT), SKIPPABLE, zstdOf(""))],
  ["nothing but a frame without text", "zstd", SKIPPABLE, ""],
  ["a stored file", "zip", zip({ method: 0 })],
  ["folders and empty files beside it", "zip", zip({ name: "d/", text: "", method: 0 }, {}, { name: "e", text: "" })],
  ["what macOS adds", "zip", zip({ name: "d/a.csv" }, { name: "__MACOSX/d/._a.csv", text: "x" })],
  ["64-bit sizes", "zip", zip({ isZip64: true })],
  ["64-bit sizes behind the data", "zip", zip({ isZip64: true, descriptor: { isSigned: true, bits: 64 } })],
  ...[true, false].flatMap((isSigned) =>
    ([32, 64] as const).map((bits) =>
      [
        `sizes of ${bits} bits behind the data, ${isSigned ? "signed" : "not signed"}`,
        "zip",
        zip({ descriptor: { isSigned, bits } }, { name: "e", text: "", method: 0, descriptor: { isSigned, bits } }),
      ] as const
    )
  ),
];

/** Offset of the first record of a zip archive that starts with this signature. */
function offsetOf(archive: Uint8Array, signature: number): number {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  for (let at = 0; at + 4 <= archive.length; at++) if (view.getUint32(at, true) === signature) return at;
  throw new Error(`no record starts with ${signature.toString(16)}`);
}

for (const [name, format, file, text = TEXT] of READ) {
  Deno.test({
    name: `inputs: ${format}: ${name} is read`,
    permissions: "none",
    async fn() {
      for (const lengths of [[file.length], [1], [5, 11]]) {
        assertEquals(await outcomeOf(format, cut(file, lengths)), { text, message: undefined });
      }
    },
  });
}

const damaged = (format: CompressionFormat) => `in: the ${format} data is damaged, expected intact data`;
const truncated = (format: CompressionFormat) => `in: the ${format} data is truncated, expected the whole file`;
const trailing = (format: CompressionFormat, offset: number) =>
  `in: other bytes follow the ${format} data at byte offset ${offset}, expected the end of the file`;

const gz = gzipOf(TEXT);
const zst = zstdOf(TEXT);
const [LISTING, END, DESCRIPTOR] = [0x02014b50, 0x06054b50, 0x08074b50];

Deno.test({ name: "inputs: zip: records that nobody needs are passed over", permissions: "none" }, async () => {
  const archive = zip({});
  const [list, end] = [offsetOf(archive, LISTING), offsetOf(archive, END)];
  const extra = Uint8Array.of(0x50, 0x4b, 6, 8, 3, 0, 0, 0, 1, 2, 3);
  const signature = Uint8Array.of(0x50, 0x4b, 5, 5, 2, 0, 1, 2);
  const file = concat(archive.subarray(0, list), extra, archive.subarray(list, end), signature, archive.subarray(end));
  for (const lengths of [[file.length], [1], [5, 11]]) {
    assertEquals(await outcomeOf("zip", cut(file, lengths)), { text: TEXT, message: undefined });
  }
});

const described = zip({ descriptor: { isSigned: true, bits: 32 } });
const storedAndDescribed = zip({ method: 0, descriptor: { isSigned: true, bits: 32 } });

const REFUSED: readonly [name: string, format: CompressionFormat, file: Uint8Array, message: string][] = [
  [
    "a wrong checksum behind the data",
    "zip",
    changed(described, offsetOf(described, DESCRIPTOR) + 4, 7),
    damaged("zip"),
  ],
  ["an end before the sizes", "zip", described.subarray(0, offsetOf(described, DESCRIPTOR) + 9), truncated("zip")],
  ["an end within the list", "zip", described.subarray(0, offsetOf(described, LISTING) + 20), truncated("zip")],
  [
    "a stored file whose size is behind it",
    "zip",
    storedAndDescribed,
    'in: "a.csv" in the archive is stored without its size before it, expected the size, or Deflate',
  ],
  [
    "a stored file whose zeros look like the sizes of an empty one",
    "zip",
    zip({ method: 0, text: "\0".repeat(40), descriptor: { isSigned: true, bits: 32 } }),
    'in: "a.csv" in the archive is stored without its size before it, expected the size, or Deflate',
  ],
  [
    "a wrong checksum",
    "gzip",
    changed(gz, -8, 1, 2, 3, 4),
    `in: the gzip data is damaged: its checksum is ${crc32(bytesOf(TEXT)).toString(16)}, expected 04030201`,
  ],
  ["a wrong length", "gzip", changed(gz, -4, 29), "in: the gzip data is damaged: it holds 27 bytes, expected 29"],
  ["invalid deflate data", "gzip", changed(gz, 10, 0xff), damaged("gzip")],
  ["an unknown method", "gzip", changed(gz, 2, 9), damaged("gzip")],
  ["reserved flags", "gzip", changed(gz, 3, 0x80), damaged("gzip")],
  ["a name without an end", "gzip", gzipWith(0b1000, new Uint8Array(1 << 19).fill(65)), damaged("gzip")],
  ["a wrong checksum of the header", "gzip", gzipWith(0b10, Uint8Array.of(1, 1)), damaged("gzip")],
  ["text behind it", "gzip", concat(gz, bytesOf("more")), trailing("gzip", gz.length)],
  ["zeros behind it", "gzip", concat(gz, new Uint8Array(3)), trailing("gzip", gz.length)],
  ["half a second member", "gzip", concat(gz, gz.subarray(0, 9)), truncated("gzip")],
  ["a wrong checksum", "zstd", changed(zst, -4, 1, 2, 3, 4), damaged("zstd")],
  ["text behind it", "zstd", concat(zst, bytesOf("more text")), trailing("zstd", zst.length)],
  ["a byte behind it", "zstd", concat(zst, Uint8Array.of(0x28)), trailing("zstd", zst.length)],
  ["half a frame without text", "zstd", concat(zst, SKIPPABLE.subarray(0, 9)), truncated("zstd")],
  [
    "a dictionary",
    "zstd",
    Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0b10_0010, 0x39, 0x30, 4, 33, 0, 0, 65),
    "in: the zstd data needs the dictionary 12345, expected data that needs none",
  ],
  [
    "a window that is too large",
    "zstd",
    Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0x89, 9, 0, 0, 65),
    "in: the zstd data needs 150994944 bytes of memory, expected at most 134217728",
  ],
  [
    "two files",
    "zip",
    zip({}, { name: "b\n.csv", text: OTHER }, { name: "empty", text: "" }, { name: "c.csv", text: OTHER }),
    'in: the archive holds "a.csv", "b\\n.csv", "c.csv", expected one file',
  ],
  [
    "two files and no list of them",
    "zip",
    zip({}, { name: "b.csv" }).subarray(0, -30),
    'in: the archive holds "a.csv", "b.csv", expected one file',
  ],
  [
    "no file",
    "zip",
    zip({ name: "d/", text: "" }, { text: "" }),
    "in: the archive holds no file that is not empty, expected one file",
  ],
  ["nothing at all", "zip", zipOf([]), "in: the archive holds no file that is not empty, expected one file"],
  [
    "an encrypted file",
    "zip",
    zip({ flags: 1 }),
    'in: "a.csv" in the archive is encrypted, expected a file without a password',
  ],
  [
    "a method that is known by name",
    "zip",
    zip({ method: 9 }),
    'in: "a.csv" in the archive is compressed by method 9 (Deflate64), expected 0 or 8 (Deflate)',
  ],
  [
    "an unknown method",
    "zip",
    zip({ method: 1000 }),
    'in: "a.csv" in the archive is compressed by method 1000, expected 0 or 8 (Deflate)',
  ],
  [
    "a stored file without its size",
    "zip",
    zip({ method: 0, descriptor: { isSigned: true, bits: 32 } }),
    'in: "a.csv" in the archive is stored without its size before it, expected the size, or Deflate',
  ],
  [
    "a wrong checksum",
    "zip",
    changed(zip({}), 14, 1, 2, 3, 4),
    `in: the zip data is damaged: its checksum is ${crc32(bytesOf(TEXT)).toString(16)}, expected 04030201`,
  ],
  [
    "a wrong length",
    "zip",
    changed(zip({}), 22, 29),
    "in: the zip data is damaged: it holds 27 bytes, expected 29",
  ],
  ["a list that says otherwise", "zip", changed(zip({}), zip({}).length - 25 - 51 + 16, 7), damaged("zip")],
  ["text behind it", "zip", concat(zip({}), bytesOf("more")), trailing("zip", zip({}).length)],
];

for (const [name, format, file, message] of REFUSED) {
  Deno.test({
    name: `inputs: ${format}: ${name} is refused`,
    permissions: "none",
    async fn() {
      for (const lengths of [[file.length], [1], [5, 11]]) {
        if (lengths[0] === 1 && file.length > 10_000) continue;
        assertEquals(await outcomeOf(format, cut(file, lengths)), { text: undefined, message });
      }
    },
  });
}
