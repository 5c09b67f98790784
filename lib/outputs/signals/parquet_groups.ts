/**
 * Row groups → the bytes of a Parquet file.
 *
 * @module
 */
import type { Encoding, FileMetaData, RowGroup, SchemaElement, Statistics } from "hyparquet";
import { ByteWriter } from "hyparquet-writer/bytewriter.js";
import { writePageHeader } from "hyparquet-writer/datapage.js";
import { writeMetadata } from "hyparquet-writer/metadata.js";
import type { Page } from "./pages/pages.ts";

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
 * Writes row groups, then what they are. A column of a group is one page behind its dictionary if it has one. Nothing is
 * compressed: the encodings leave little to gain by it but for means, whose digits are as good as random.
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
    const bytes = BigInt(this.#offset - start);
    this.#rows += BigInt(rows);
    this.#groups.push({
      columns: chunks,
      total_byte_size: bytes,
      num_rows: BigInt(rows),
      total_compressed_size: bytes,
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
    const { encoding, dictionary, bytes, levelBytes, values, range } = make();
    const encodings: Encoding[] = [encoding];
    if (dictionary !== undefined) {
      encodings.unshift("PLAIN");
      writePageHeader(this.#header, {
        type: "DICTIONARY_PAGE",
        uncompressed_page_size: dictionary.bytes.length,
        compressed_page_size: dictionary.bytes.length,
        dictionary_page_header: { num_values: dictionary.values, encoding: "PLAIN" },
      });
      this.#writePage(dictionary.bytes);
    }
    const pageStart = this.#offset;
    writePageHeader(this.#header, {
      type: "DATA_PAGE_V2",
      uncompressed_page_size: bytes.length,
      compressed_page_size: bytes.length,
      data_page_header_v2: {
        num_values: rows,
        num_nulls: rows - values,
        num_rows: rows,
        encoding,
        definition_levels_byte_length: levelBytes,
        repetition_levels_byte_length: 0,
        is_compressed: false,
      },
    });
    this.#writePage(bytes);
    const size = BigInt(this.#offset - start);
    return {
      file_offset: BigInt(start),
      meta_data: {
        type: element.type,
        encodings,
        path_in_schema: [element.name],
        codec: "UNCOMPRESSED",
        num_values: BigInt(rows),
        total_uncompressed_size: size,
        total_compressed_size: size,
        data_page_offset: BigInt(pageStart),
        ...dictionary === undefined ? {} : { dictionary_page_offset: BigInt(start) },
        statistics: statisticsOf(range, rows - values, element),
      },
    };
  }

  #writePage(bytes: Uint8Array): void {
    this.#writeHeader();
    this.#write(bytes);
    this.#offset += bytes.length;
  }

  #writeHeader(): void {
    const bytes = this.#header.getBytes();
    this.#write(bytes);
    this.#offset += bytes.length;
    this.#header.index = 0;
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
