/**
 * Row groups → the bytes of a Parquet file.
 *
 * @module
 */
import type { FileMetaData, PageHeader, RowGroup, SchemaElement, Statistics } from "hyparquet";
import { ByteWriter } from "hyparquet-writer/bytewriter.js";
import { writePageHeader } from "hyparquet-writer/datapage.js";
import { writeMetadata } from "hyparquet-writer/metadata.js";
import { type Page, snappy } from "./pages/pages.ts";

const CREATED_BY = "batch-signal";
/** `PAR1`, at the beginning and the end of a file. */
const MAGIC = 0x31524150;

/** A column of a row group. */
export interface GroupColumn {
  readonly element: SchemaElement & { readonly type: NonNullable<SchemaElement["type"]> };
  /** Makes its page, which is written before that of the next column is made. */
  make(): Page;
}

type ColumnChunk = RowGroup["columns"][number];

/**
 * Writes row groups, then what they are. A column of a group is one page behind its dictionary if it has one.
 */
export class ParquetGroups {
  readonly #write: (bytes: Uint8Array) => void;
  readonly #header = new ByteWriter();
  readonly #groups: RowGroup[] = [];
  /** Bytes written. */
  #offset = 0;
  #rows = 0n;

  /** @param write Takes the bytes of the file in order. They are valid only during the call. */
  constructor(write: (bytes: Uint8Array) => void) {
    this.#write = write;
    this.#header.appendUint32(MAGIC);
    this.#writeHeader();
  }

  write(rows: number, columns: readonly GroupColumn[]): void {
    const start = this.#offset;
    const chunks = columns.map((column) => this.#writeColumn(rows, column));
    this.#rows += BigInt(rows);
    this.#groups.push({
      columns: chunks,
      total_byte_size: chunks.reduce((sum, { meta_data }) => sum + (meta_data?.total_uncompressed_size ?? 0n), 0n),
      num_rows: BigInt(rows),
      total_compressed_size: BigInt(this.#offset - start),
    });
  }

  /** Ends the file. */
  finish(schema: SchemaElement[]): void {
    const metadata: Omit<FileMetaData, "metadata_length"> = {
      version: 2,
      created_by: CREATED_BY,
      schema,
      num_rows: this.#rows,
      row_groups: this.#groups,
    };
    writeMetadata(this.#header, { ...metadata, metadata_length: 0 });
    this.#header.appendUint32(MAGIC);
    this.#writeHeader();
  }

  #writeColumn(rows: number, { element, make }: GroupColumn): ColumnChunk {
    const start = this.#offset;
    const { encoding, dictionary, levels, bytes, values, range } = make();
    let uncompressed = 0;
    if (dictionary !== undefined) {
      const compressed = snappy(dictionary.bytes);
      uncompressed += this.#writePage({
        type: "DICTIONARY_PAGE",
        uncompressed_page_size: dictionary.bytes.length,
        compressed_page_size: compressed.length,
        dictionary_page_header: { num_values: dictionary.values, encoding: "PLAIN" },
      }, [compressed]);
    }
    const pageStart = this.#offset;
    // Not even nothing is compressed to nothing.
    const compressed = values === 0 ? bytes : snappy(bytes);
    uncompressed += this.#writePage({
      type: "DATA_PAGE_V2",
      uncompressed_page_size: levels.length + bytes.length,
      compressed_page_size: levels.length + compressed.length,
      data_page_header_v2: {
        num_values: rows,
        num_nulls: rows - values,
        num_rows: rows,
        encoding,
        definition_levels_byte_length: levels.length,
        repetition_levels_byte_length: 0,
        is_compressed: values > 0,
      },
    }, [levels, compressed]);
    return {
      file_offset: BigInt(start),
      meta_data: {
        type: element.type,
        encodings: dictionary === undefined ? [encoding] : ["PLAIN", encoding],
        path_in_schema: [element.name],
        codec: "SNAPPY",
        num_values: BigInt(rows),
        total_uncompressed_size: BigInt(uncompressed),
        total_compressed_size: BigInt(this.#offset - start),
        data_page_offset: BigInt(pageStart),
        ...dictionary === undefined ? {} : { dictionary_page_offset: BigInt(start) },
        statistics: statisticsOf(range, rows - values, element),
      },
    };
  }

  /** Returns the bytes that the page would have without compression. */
  #writePage(header: PageHeader, pieces: readonly Uint8Array[]): number {
    writePageHeader(this.#header, header);
    const headerBytes = this.#writeHeader();
    for (const bytes of pieces) {
      this.#write(bytes);
      this.#offset += bytes.length;
    }
    return headerBytes + header.uncompressed_page_size;
  }

  /** Writes what was put into the header. Returns its bytes. */
  #writeHeader(): number {
    const bytes = this.#header.getBytes();
    this.#write(bytes);
    this.#offset += bytes.length;
    this.#header.index = 0;
    return bytes.length;
  }
}

function statisticsOf(range: Page["range"], nulls: number, { type }: SchemaElement): Statistics {
  return {
    null_count: BigInt(nulls),
    ...type === "DOUBLE" ? { nan_count: 0n } : {},
    // A least of 0 is written as −0, for readers that order both.
    ...range === undefined
      ? {}
      : { min_value: range.least === 0 && type === "DOUBLE" ? -0 : range.least, max_value: range.greatest },
  };
}
