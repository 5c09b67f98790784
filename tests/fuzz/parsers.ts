/**
 * What other CSV parsers take the records of a file for, and where they are known to differ.
 *
 * @module
 */
import { parse as parseStd } from "@std/csv/parse";
import { CsvError, parse as parseCsvParse } from "csv-parse/sync";
import papaparse from "papaparse";
import { eachField, endOfText, findRecordEnd, textOf } from "../../lib/records/record.ts";
import { JobError } from "../../lib/errors.ts";

/** The records of a file, without lines of blanks; or that it is refused. */
export type Records = readonly (readonly string[])[] | "refused";

/** A difference that is known: where a parser reads a text in another way, and why ours is right. */
interface Known {
  readonly why: string;
  readonly explains: (text: string, own: Records, other: Records) => boolean;
}

/** Another parser. */
export interface Parser {
  readonly name: string;
  readonly read: (text: string) => Records;
  /** Where it may differ. A difference that none of these explains is a fault. */
  readonly known: readonly Known[];
}

const papa: (text: string, options: { delimiter: string; newline: string }) => {
  readonly data: readonly (readonly string[])[];
  readonly errors: readonly { readonly type: string }[];
} = papaparse.parse;

/**
 * A line of blanks is no record here, in no parser: they have options for that, which do not agree. And CR LF in quotes is
 * compared as LF, as `@std/csv` gives it: no close has a newline in it, and names of columns are trimmed.
 */
function comparable(records: readonly (readonly string[])[]): Records {
  return records.filter((fields) => fields.length !== 1 || !/^[ \t\r]*$/.test(fields[0] ?? ""))
    .map((fields) => fields.map((field) => field.replace(/\r+\n/g, "\n")));
}

/** The records of a file as batch-signal finds them. */
export function ownRecords(text: string): Records {
  const bytes = new TextEncoder().encode(text.endsWith("\n") ? text : `${text}\n`);
  const records: (readonly string[])[] = [];
  try {
    for (let start = 0; start < bytes.length;) {
      const end = findRecordEnd(bytes, start, bytes.length);
      if (end === undefined) return "refused";
      const fields: string[] = [];
      const recordEnd = endOfText(bytes, start, end.next);
      eachField(bytes, start, recordEnd, { file: "in.csv" }, (field) => fields.push(textOf(bytes, field)));
      records.push(fields);
      start = end.next;
    }
  } catch (error) {
    if (error instanceof JobError) return "refused";
    throw error;
  }
  return comparable(records);
}

/** Ours takes the end of the file for a line end, with the carriage return before it. */
const LAST_CARRIAGE_RETURN: Known = {
  why: "a carriage return at the very end of a file is half a line end, and not part of a field",
  explains: (text) => text.endsWith("\r"),
};

/** Other CSV parsers, with the options that make them strict readers of RFC 4180. */
export const PARSERS: readonly Parser[] = [
  {
    name: "csv-parse",
    read(text) {
      try {
        return comparable(parseCsvParse(text, { relaxColumnCount: true, recordDelimiter: ["\r\n", "\n"] }));
      } catch (error) {
        if (error instanceof CsvError) return "refused";
        throw error;
      }
    },
    known: [
      LAST_CARRIAGE_RETURN,
      {
        why: "csv-parse takes a zero byte behind a closing quote for the end of the text; RFC 4180 has no text there",
        explains: (text, own, other) => own === "refused" && other !== "refused" && text.includes('"\0'),
      },
    ],
  },
  {
    name: "papaparse",
    read(text) {
      // It takes one kind of line end for a whole file. CR LF in quotes is compared as LF in any case.
      const { data, errors } = papa(text.replaceAll("\r\n", "\n"), { delimiter: ",", newline: "\n" });
      return errors.some(({ type }) => type === "Quotes") ? "refused" : comparable(data);
    },
    known: [
      LAST_CARRIAGE_RETURN,
      {
        why:
          "papaparse takes a quote inside a field for text; RFC 4180 has none there, and a quote out of place may mean lost rows",
        explains: (text, own, other) => own === "refused" && other !== "refused" && text.includes('"'),
      },
    ],
  },
  {
    name: "@std/csv",
    read(text) {
      try {
        return comparable(parseStd(text));
      } catch (error) {
        if (error instanceof SyntaxError) return "refused";
        throw error;
      }
    },
    known: [LAST_CARRIAGE_RETURN],
  },
];

/** Why `parser` reads `text` in another way: undefined if it does not, "unexplained" if nothing explains it. */
export function difference(parser: Parser, text: string): string | undefined {
  // How a byte-order mark at the start of a file is read is no question of records.
  const body = text.replace(/^\ufeff+/, "");
  const own = ownRecords(body);
  const other = parser.read(body);
  if (JSON.stringify(own) === JSON.stringify(other)) return undefined;
  return parser.known.find(({ explains }) => explains(body, own, other))?.why ?? "unexplained";
}
