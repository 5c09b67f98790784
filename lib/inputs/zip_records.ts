/**
 * The records of a zip archive that are no data (APPNOTE.TXT of PKWARE, version 6.3.10).
 *
 * @module
 */

/** What the records begin with, read as integers with the least byte first. */
export const SIGNATURES = {
  entry: 0x04034b50,
  descriptor: 0x08074b50,
  listing: 0x02014b50,
  extraData: 0x08064b50,
  digitalSignature: 0x05054b50,
  end64: 0x06064b50,
  end64Locator: 0x07064b50,
  end: 0x06054b50,
} as const;

export const SIGNATURE_BYTES = 4;

/** Bytes of a record before those whose number it gives itself. */
export const FIXED_BYTES = {
  entry: 30,
  listing: 46,
  extraData: 8,
  digitalSignature: 6,
  end64: 12,
  end64Locator: 20,
  end: 22,
} as const;

/** Where 32 bits are too few, they are all set, and 64 bits are in an extra field. */
const IN_EXTRA = 0xffff_ffff;
const EXTRA_OF_ZIP64 = 1;

const ENCRYPTED = 1 << 0 | 1 << 6 | 1 << 13;
const HAS_DESCRIPTOR = 1 << 3;

/** What an archive says of a file in it, ahead of its data or in the list at the end. */
export interface Entry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  /** Checksum and sizes follow the data: here they are 0, or not to be relied on. */
  readonly hasDescriptor: boolean;
  readonly checksum: number;
  readonly compressedBytes: number;
  readonly bytes: number;
  /** Offset of the entry in the archive; 0 ahead of the data, where it is not said. */
  readonly offset: number;
}

export function signatureOf(bytes: Uint8Array): number | undefined {
  return bytes.length < SIGNATURE_BYTES ? undefined : viewOf(bytes).getUint32(0, true);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Bytes of the record that starts with `fixed`, of an entry ahead of its data. */
export function entryBytes(fixed: Uint8Array): number {
  const view = viewOf(fixed);
  return FIXED_BYTES.entry + view.getUint16(26, true) + view.getUint16(28, true);
}

/** Bytes of the record that starts with `fixed`, of an entry in the list. */
export function listingBytes(fixed: Uint8Array): number {
  const view = viewOf(fixed);
  return FIXED_BYTES.listing + view.getUint16(28, true) + view.getUint16(30, true) + view.getUint16(32, true);
}

/** Reads the whole record of an entry ahead of its data. */
export function readEntry(record: Uint8Array): Entry {
  const view = viewOf(record);
  const nameEnd = FIXED_BYTES.entry + view.getUint16(26, true);
  const large = largeNumbers(record.subarray(nameEnd));
  // The sizes in the extra field stand in another order than those in the record.
  const bytes = large(view.getUint32(22, true));
  const compressedBytes = large(view.getUint32(18, true));
  return {
    name: new TextDecoder().decode(record.subarray(FIXED_BYTES.entry, nameEnd)),
    ...methodAndFlags(view, 6),
    checksum: view.getUint32(14, true),
    compressedBytes,
    bytes,
    offset: 0,
  };
}

/** Reads the whole record of an entry in the list. */
export function readListing(record: Uint8Array): Entry {
  const view = viewOf(record);
  const nameEnd = FIXED_BYTES.listing + view.getUint16(28, true);
  const large = largeNumbers(record.subarray(nameEnd, nameEnd + view.getUint16(30, true)));
  const bytes = large(view.getUint32(24, true));
  const compressedBytes = large(view.getUint32(20, true));
  const offset = large(view.getUint32(42, true));
  return {
    name: new TextDecoder().decode(record.subarray(FIXED_BYTES.listing, nameEnd)),
    ...methodAndFlags(view, 8),
    checksum: view.getUint32(16, true),
    compressedBytes,
    bytes,
    offset,
  };
}

function methodAndFlags(view: DataView, from: number): Pick<Entry, "method" | "isEncrypted" | "hasDescriptor"> {
  const flags = view.getUint16(from, true);
  return {
    method: view.getUint16(from + 2, true),
    isEncrypted: (flags & ENCRYPTED) !== 0,
    hasDescriptor: (flags & HAS_DESCRIPTOR) !== 0,
  };
}

/** Gives numbers of 32 bits as they are, and for those that are too small for theirs the next one of the extra fields. */
function largeNumbers(extras: Uint8Array): (number: number) => number {
  const view = viewOf(extras);
  let [position, end] = [0, 0];
  for (let from = 0; from + 4 <= extras.length; from += 4 + view.getUint16(from + 2, true)) {
    if (view.getUint16(from, true) !== EXTRA_OF_ZIP64) continue;
    position = from + 4;
    end = Math.min(extras.length, position + view.getUint16(from + 2, true));
    break;
  }
  return (number) => {
    if (number !== IN_EXTRA || position + 8 > end) return number;
    position += 8;
    return Number(view.getBigUint64(position - 8, true));
  };
}

/**
 * Bytes of the descriptor that `bytes` starts with, if it says of the data what is known of it: 0 if it does not. Its form
 * is not said anywhere. So the four that there are tried, the long ones first, and a record has to follow.
 */
export function descriptorBytes(
  bytes: Uint8Array,
  known: Pick<Entry, "checksum" | "compressedBytes" | "bytes">,
): number {
  const view = viewOf(bytes);
  for (const sizeBytes of [8, 4]) {
    for (const start of [SIGNATURE_BYTES, 0]) {
      const length = start + 4 + 2 * sizeBytes;
      if (bytes.length < length + SIGNATURE_BYTES) continue;
      const size = (at: number) => sizeBytes === 8 ? Number(view.getBigUint64(at, true)) : view.getUint32(at, true);
      const next = view.getUint32(length, true);
      const isRight = (start === 0 || view.getUint32(0, true) === SIGNATURES.descriptor) &&
        view.getUint32(start, true) === known.checksum &&
        size(start + 4) === (sizeBytes === 8 ? known.compressedBytes : known.compressedBytes % 2 ** 32) &&
        size(start + 4 + sizeBytes) === (sizeBytes === 8 ? known.bytes : known.bytes % 2 ** 32) &&
        Object.values(SIGNATURES).some((signature) => signature === next);
      if (isRight) return length;
    }
  }
  return 0;
}

/** Bytes of a descriptor, and of what has to follow it, at most. */
export const MOST_DESCRIPTOR_BYTES = SIGNATURE_BYTES + 4 + 2 * 8 + SIGNATURE_BYTES;
