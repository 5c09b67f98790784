/**
 * One table of candle files for the scanner, the careful path and the reference.
 *
 * @module
 */

/** A candle file that is read, with its closes as they are spelled; or one that is refused, with the message. */
export interface CandleCase {
  readonly name: string;
  readonly input: string | Uint8Array<ArrayBuffer>;
  readonly closes?: readonly string[];
  readonly error?: string;
  /** False where the reference, which works on text, can't see the fault. */
  readonly isTextual?: false;
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => typeof part === "string" ? [...utf8(part)] : part));
const utf16 = (text: string, isLittleEndian: boolean) =>
  Uint8Array.from([...text].flatMap((character) => {
    const code = character.charCodeAt(0);
    return isLittleEndian ? [code & 255, code >> 8] : [code >> 8, code & 255];
  }));

const DIGITS_1000 = "1234567890".repeat(100);

/** Every case is read with the file name `in.csv`. */
export const CANDLE_CASES: readonly CandleCase[] = [
  // --- line ends, blank lines, the start and the end of the file
  { name: "LF", input: "t,close\n1,10.5\n2,11\n", closes: ["10.5", "11"] },
  { name: "CRLF", input: "t,close\r\n1,10.5\r\n2,11\r\n", closes: ["10.5", "11"] },
  { name: "CRLF, close not last", input: "close,t\r\n10.5,1\r\n11,2\r\n", closes: ["10.5", "11"] },
  { name: "mixed line ends", input: "t,close\r\n1,10.5\n2,11\r\n3,12\n", closes: ["10.5", "11", "12"] },
  { name: "no newline at the end", input: "t,close\n1,10.5\n2,11", closes: ["10.5", "11"] },
  { name: "CRLF, no newline at the end", input: "t,close\r\n1,10.5\r\n2,11", closes: ["10.5", "11"] },
  { name: "a carriage return at the very end", input: "t,close\n1,10.5\r", closes: ["10.5"] },
  { name: "a last line of one space", input: "t,close\n1,10.5\n \n", closes: ["10.5"] },
  { name: "a last line of one space without newline", input: "t,close\n1,10.5\n ", closes: ["10.5"] },
  { name: "blank lines", input: "\n \n\t\nt,close\n\n1,10.5\n \t \r\n\n2,11\n\n", closes: ["10.5", "11"] },
  {
    name: "a line of one carriage return and a line end",
    input: "t,close\n1,10.5\n\r\r\n2,11\n",
    error: "in.csv:3: the record has 1 field, expected 2 as in the header",
  },
  {
    name: "two carriage returns at the very end, one column",
    input: "close\n10.5\n\r\r",
    error: "in.csv:3: close is blank, expected a decimal number",
  },
  { name: "byte-order mark", input: "\ufefft,close\n1,10.5\n", closes: ["10.5"] },
  { name: "byte-order mark before close", input: "\ufeffclose,t\n10.5,1\n", closes: ["10.5"] },
  { name: "byte-order mark and a blank line", input: "\ufeff \nclose,t\n10.5,1\n", closes: ["10.5"] },
  { name: "byte-order mark before a quote", input: '\ufeff"t\nu",close\n1,10.5\n', closes: ["10.5"] },
  { name: "byte-order mark before a quoted comma", input: '\ufeff"t,",close\n1,10.5\n', closes: ["10.5"] },
  { name: "byte-order mark before whole records", input: '\ufeff"t,close"\n"1,10.5"\n', closes: ["10.5"] },
  { name: "a header alone", input: "t,close\n", closes: [] },
  { name: "a header alone without newline", input: "t,close", closes: [] },
  { name: "one column", input: "close\n1\n2\n\n3\n", closes: ["1", "2", "3"] },
  { name: "one column, CRLF", input: "close\r\n1\r\n2\r\n", closes: ["1", "2"] },
  { name: "many columns", input: `${"x,".repeat(300)}close,y\n${"1,".repeat(300)}7.25,2\n`, closes: ["7.25"] },
  { name: "empty fields around", input: "a,close,b\n,1.5,\n,2.5,\n", closes: ["1.5", "2.5"] },
  { name: "empty file", input: "", error: "in.csv: the file is empty, expected a header and rows" },
  {
    name: "blank file",
    input: "\n \n\t\n",
    error: "in.csv: the file has only blank lines, expected a header and rows",
  },
  {
    name: "byte-order mark alone",
    input: "\ufeff",
    error: "in.csv: the file has only blank lines, expected a header and rows",
  },

  // --- the header
  { name: "names trimmed, case folded", input: "T , Close \n1,10.5\n", closes: ["10.5"] },
  { name: "upper case", input: "T,CLOSE\n1,10.5\n", closes: ["10.5"] },
  { name: "quoted names", input: '"t","close"\n1,10.5\n', closes: ["10.5"] },
  { name: "a quoted name with a comma", input: '"t,u",close\n1,10.5\n', closes: ["10.5"] },
  { name: "a quoted name with a newline", input: '"t\nu",close\n1,10.5\n', closes: ["10.5"] },
  {
    name: "no close",
    input: "t,Adj Close\n1,2\n",
    error:
      'in.csv:1: the header names "t", "Adj Close", expected a column close; see what batch-signal inspect in.csv says',
  },
  {
    name: "close twice",
    input: "Close,t,close\n1,2,3\n",
    error: 'in.csv:1: the header names close 2 times among "Close", "t", "close", expected it once',
  },
  {
    name: "semicolons",
    input: "t;close\n1;2\n",
    error: 'in.csv:1: the header names "t;close", expected a column close; write delimiter: ";"',
  },
  {
    name: "no header",
    input: "2024-01-01,1.5\n2024-01-02,2.5\n",
    error:
      'in.csv:1: the header names "2024-01-01", "1.5", expected a column close; write has_header: false and close_column: ' +
      "with its position if this is a row",
  },
  {
    name: "a header after blank lines",
    input: "\n\nt,open\n",
    error: 'in.csv:3: the header names "t", "open", expected a column close; see what batch-signal inspect in.csv says',
  },
  {
    name: "many names",
    input: `${Array.from({ length: 25 }, (_, n) => n).join(",")}\n`,
    error: `in.csv:1: the header names ${
      Array.from({ length: 20 }, (_, n) => `"${n}"`).join(", ")
    } and 5 more, expected a column close; write has_header: false and close_column: with its position if this is a row`,
  },
  {
    name: "CR alone",
    input: "t,close\r1,10.5\r2,11\r",
    error: "in.csv:1: the header holds a carriage return at byte offset 7, expected line ends of LF or CRLF",
  },
  {
    name: "a quote left open in the header",
    input: 't,"close\n1,2\n',
    error: "in.csv:1: a quoted field is not closed before the end of the file, expected a closing quote",
  },

  // --- encodings
  {
    name: "UTF-16 little-endian with mark",
    input: bytes([0xff, 0xfe], [...utf16("t,close\n1,2\n", true)]),
    error:
      "in.csv:1: the file looks like UTF-16 at byte offset 0, expected UTF-8 text; convert it with iconv -f UTF-16 -t UTF-8",
    isTextual: false,
  },
  {
    name: "UTF-16 big-endian with mark",
    input: bytes([0xfe, 0xff], [...utf16("t,close\n1,2\n", false)]),
    error:
      "in.csv:1: the file looks like UTF-16 at byte offset 0, expected UTF-8 text; convert it with iconv -f UTF-16 -t UTF-8",
    isTextual: false,
  },
  {
    name: "UTF-16 little-endian without mark",
    input: utf16("t,close\n1,2\n", true),
    error:
      "in.csv:1: the file looks like UTF-16 at byte offset 1, expected UTF-8 text; convert it with iconv -f UTF-16LE -t UTF-8",
    isTextual: false,
  },
  {
    name: "UTF-16 big-endian without mark",
    input: utf16("t,close\n1,2\n", false),
    error:
      "in.csv:1: the file looks like UTF-16 at byte offset 0, expected UTF-8 text; convert it with iconv -f UTF-16BE -t UTF-8",
    isTextual: false,
  },
  {
    name: "invalid UTF-8 in the header",
    input: bytes("pr\u00e9, ", [0xe9], ",close\n1,2,3\n"),
    error: "in.csv:1: the header is not UTF-8 at byte offset 6, expected UTF-8 text",
    isTextual: false,
  },
  {
    name: "invalid UTF-8 in the header after a mark and a blank line",
    input: bytes([0xef, 0xbb, 0xbf], "\nt", [0xff], ",close\n"),
    error: "in.csv:2: the header is not UTF-8 at byte offset 5, expected UTF-8 text",
    isTextual: false,
  },
  {
    name: "invalid UTF-8 in a close",
    input: bytes("t,close\n1,2\n2,3", [0xc3], "4\n"),
    error: "in.csv:3: close is not UTF-8 at byte offset 15, expected a decimal number",
    isTextual: false,
  },
  {
    name: "invalid UTF-8 in a quoted close, after an invalid field",
    input: bytes('t,close\n"', [0xff], '""x","1', [0xff], '"\n'),
    error: "in.csv:2: close is not UTF-8 at byte offset 17, expected a decimal number",
    isTextual: false,
  },
  {
    name: "invalid UTF-8 in a close of a record in one quoted field",
    input: bytes('"t,close"\n"""a"",x', [0xff], '"\n'),
    error: "in.csv:2: close is not UTF-8 at byte offset 18, expected a decimal number",
    isTextual: false,
  },
  {
    name: "invalid UTF-8 elsewhere does no harm",
    input: bytes("t,close\n", [0xff, 0x80], ',2\n"', [0xc3], '",3\n'),
    closes: ["2", "3"],
    isTextual: false,
  },
  { name: "UTF-8 elsewhere", input: "zeit,Währung,close\n1,€,2.5\n2,\u{1f600},3.5\n", closes: ["2.5", "3.5"] },
  {
    name: "a replacement character that is really there",
    input: "t,close\n1,\ufffd\n",
    error: 'in.csv:2: close is "\ufffd", expected a decimal number',
  },
  {
    name: "a byte-order mark inside",
    input: "close,t\n1,2\n\ufeff3,4\n",
    error: 'in.csv:3: close is "\\ufeff3", expected a decimal number',
  },
  {
    name: "a byte-order mark inside, quoted",
    input: 'close,t\n1,2\n\ufeff3,"4"\n',
    error: 'in.csv:3: close is "\\ufeff3", expected a decimal number',
  },

  // --- quotes
  { name: "every field quoted", input: '"t","close"\n"1","10.5"\n"2","11"\n', closes: ["10.5", "11"] },
  { name: "quoted close among plain", input: 't,close\n1,10.5\n2,"11"\n3,12\n', closes: ["10.5", "11", "12"] },
  { name: "commas in quotes", input: 't,close\n"Jan 1, 2024",10.5\n', closes: ["10.5"] },
  { name: "doubled quotes", input: 't,close\n"say ""hi"", you",10.5\n', closes: ["10.5"] },
  { name: "an empty quoted field", input: 't,close\n"",10.5\n', closes: ["10.5"] },
  { name: "newlines in quotes", input: 't,close\n"a\nb\r\n\nc",10.5\n2,11\n', closes: ["10.5", "11"] },
  { name: "spaces in a quoted close", input: 't,close\n1," 10.5\t"\n', closes: ["10.5"] },
  { name: "quoted, no newline at the end", input: 't,close\n1,"10.5"', closes: ["10.5"] },
  { name: "quoted, CRLF", input: 't,close\r\n"1","10.5"\r\n"2","11"\r\n', closes: ["10.5", "11"] },
  {
    name: "the line after quoted newlines",
    input: 't,close\n"a\nb\nc",10.5\n\n2,x\n',
    error: 'in.csv:6: close is "x", expected a decimal number',
  },
  {
    name: "the line of a record with quoted newlines",
    input: 't,close\n1,2\n"a\nb",x\n',
    error: 'in.csv:3: close is "x", expected a decimal number',
  },
  {
    name: "a quote in an unquoted field",
    input: 't,close\n1,2\nab"c,3\n4,5\n',
    error: "in.csv:3: a quote stands inside a field, expected quotes around whole fields, and doubled inside them",
  },
  {
    name: "text after a closing quote",
    input: 't,close\n"1"x,3\n4,5\n',
    error: "in.csv:2: a quote stands inside a field, expected quotes around whole fields, and doubled inside them",
  },
  {
    name: "a space before a quote",
    input: 't,close\n1, "3"\n',
    error: "in.csv:2: a quote stands inside a field, expected quotes around whole fields, and doubled inside them",
  },
  {
    name: "rows inside a quoted field, which are none",
    input: 'close,t\n5,"\n1,2\n3,4\n7,8\n"\n6,x\n',
    closes: ["5", "6"],
  },
  {
    name: "rows that are other rows for whoever begins inside their quotes",
    input: `a,close,b\n${'x,6,",8,9\n"\n'.repeat(8)}`,
    closes: ["6", "6", "6", "6", "6", "6", "6", "6"],
  },
  {
    name: "two carriage returns after another field",
    input: 't,close,v\n"x",5,y\r\r\n1,6,z\r\r\n',
    closes: ["5", "6"],
  },
  {
    name: "two carriage returns after a quoted record's close",
    input: 't,close\n"x",5\r\r\n',
    error: 'in.csv:2: close is "5\\r", expected a decimal number',
  },
  {
    name: "two carriage returns after a plain record's close",
    input: "t,close\nx,5\r\r\n",
    error: 'in.csv:2: close is "5\\r", expected a decimal number',
  },
  {
    name: "two carriage returns after a quoted field",
    input: 'close,t\n5,"x"\r\r\n',
    error: "in.csv:2: a quote stands inside a field, expected quotes around whole fields, and doubled inside them",
  },
  {
    name: "two carriage returns after a quoted field in whole records",
    input: '"close,t"\n"5,""x""\r"\r\n',
    error: "in.csv:2: a quote stands inside a field, expected quotes around whole fields, and doubled inside them",
  },
  {
    name: "one name in quotes that are part of it",
    input: '"""close"""\n"5"\n',
    error:
      'in.csv:1: the header names "\\"close\\"", expected a column close; write close_column: "\\"close\\"" if that is it',
  },
  {
    name: "a quote left open",
    input: 't,close\n1,2\n"3,4\n5,6\n',
    error: "in.csv:3: a quoted field is not closed before the end of the file, expected a closing quote",
  },
  {
    name: "a quote left open at the end",
    input: 't,close\n1,2\n3,"4',
    error: "in.csv:3: a quoted field is not closed before the end of the file, expected a closing quote",
  },

  // --- every line one quoted field
  { name: "whole records quoted", input: '"t,close,v"\r\n"1,10.5,3"\r\n"2,11,4"', closes: ["10.5", "11"] },
  { name: "whole records quoted, blank line", input: '"t,close"\n"1,10.5"\n \n"2,11"\n', closes: ["10.5", "11"] },
  {
    name: "whole records quoted, then two carriage returns",
    input: '"t,close"\n"1,10.5"\n\r\r',
    error: "in.csv:3: the record has 1 field, expected 2 as in the header",
  },
  { name: "quotes within", input: '"t,close"\n"""a,b"",10.5"\n"2,""11"""\n', closes: ["10.5", "11"] },
  { name: "one quoted column is plain", input: '"close"\n"1.5"\n2\n', closes: ["1.5", "2"] },
  {
    name: "whole records quoted, but for one",
    input: '"t,close"\n"1,10.5"\n2,11\n"3,12"\n',
    closes: ["10.5", "11", "12"],
  },
  {
    name: "no whole record quoted, but for one",
    input: 't,close\n1,10.5\n"2,11"\n3,12\n',
    closes: ["10.5", "11", "12"],
  },
  {
    name: "whole records quoted below a header that is not",
    input: 't,close\r\n"1,10.5"\r\n"2,11"\r\n',
    closes: ["10.5", "11"],
  },
  { name: "a header that is quoted as a whole", input: '"t,close"\n1,10.5\n2,11\n', closes: ["10.5", "11"] },
  {
    name: "whole records quoted and all fields quoted in turn",
    input: '"t","close"\n"1,""10.5"""\n"2","11"\n3,12\n"""4,4"",13"\n',
    closes: ["10.5", "11", "12", "13"],
  },
  {
    name: "whole records quoted below a header that is not, ragged",
    input: 't,close\n"1,10.5"\n"1,10.5,7"\n',
    error: "in.csv:3: the record has 3 fields, expected 2 as in the header",
  },
  {
    name: "one quoted field that is no whole record",
    input: 't,close\n1,10.5\n"2"\n',
    error: "in.csv:3: the record has 1 field, expected 2 as in the header",
  },
  {
    name: "one quoted field below a header that is not, with a stray quote in it",
    input: 't,close\n"1,10.5"\n"a""b,11"\n',
    error: "in.csv:3: a quote stands inside a field, expected quotes around whole fields, and doubled inside them",
  },
  {
    name: "whole records quoted, ragged",
    input: '"t,close"\n"1,10.5,7"\n',
    error: "in.csv:2: the record has 3 fields, expected 2 as in the header",
  },
  {
    name: "a quoted field that holds several records",
    input: '"t,close"\n"1,2"\n"""x"",5\n1,6"\n',
    error: "in.csv:3: the quoted field holds several records, expected one record in each",
  },
  {
    name: "a quoted field that holds a blank line and a record",
    input: '"t,close"\n"""p"",1"\n"\n""q"",2"\n',
    error: "in.csv:3: the quoted field holds several records, expected one record in each",
  },
  {
    name: "a quoted field that holds several unquoted records",
    input: '"t,close"\n"a\nb,2"\n',
    error: "in.csv:2: the quoted field holds several records, expected one record in each",
  },
  {
    name: "a header field that holds several records",
    input: '"a,""close""\nx,y"\n"1,2"\n',
    error:
      'in.csv:1: the header names "a,\\"close\\"\\nx,y", expected a column close; see what batch-signal inspect in.csv says',
  },
  { name: "a newline in a field of a quoted record", input: '"t,close"\n"""x\ny"",5"\n', closes: ["5"] },

  // --- ragged records
  {
    name: "a field too few",
    input: "t,close,v\n1,2,3\n4,5\n6,7,8\n",
    error: "in.csv:3: the record has 2 fields, expected 3 as in the header",
  },
  {
    name: "a field too many",
    input: "t,close,v\n1,2,3\n4,5,6,7\n",
    error: "in.csv:3: the record has 4 fields, expected 3 as in the header",
  },
  {
    name: "too few, then too many",
    input: "t,close,v\n1,2\n4,5,6,7\n",
    error: "in.csv:2: the record has 2 fields, expected 3 as in the header",
  },
  {
    name: "a field too few, close cut off",
    input: "t,u,close\n1,2\n",
    error: "in.csv:2: the record has 2 fields, expected 3 as in the header",
  },
  {
    name: "a comma at the end",
    input: "t,close\n1,2,\n",
    error: "in.csv:2: the record has 3 fields, expected 2 as in the header",
  },

  // --- numbers
  { name: "signs", input: "t,close\n1,-10.5\n2,+11\n3,-.5\n", closes: ["-10.5", "11", "-0.5"] },
  { name: "zero in many ways", input: "t,close\n1,0\n2,-0\n3,0.00\n4,-.0\n5,0e5\n", closes: ["0", "0", "0", "0", "0"] },
  { name: "points at the ends", input: "t,close\n1,.5\n2,5.\n", closes: ["0.5", "5"] },
  { name: "exponents", input: "t,close\n1,5e3\n2,+5.10e-3\n3,1E2\n4,1e+2\n", closes: ["5000", "0.0051", "100", "100"] },
  { name: "spaces around", input: "t,close,v\n1, 10.5,x\n2,11 ,y\n3,\t12\t,z\n", closes: ["10.5", "11", "12"] },
  { name: "spaces around the last field", input: "t,close\n1, 10.5 \r\n2,11\r\n", closes: ["10.5", "11"] },
  { name: "leading zeros", input: "t,close\n1,007.50\n2,0000000000000000000000012\n", closes: ["7.5", "12"] },
  {
    name: "mixed decimals",
    input: "t,close\n1,1\n2,1.5\n3,1.25\n4,1.125\n5,2\n6,1.0000000000001\n7,3.10\n",
    closes: ["1", "1.5", "1.25", "1.125", "2", "1.0000000000001", "3.1"],
  },
  {
    name: "up to 15 digits and more",
    input: "t,close\n1,999999999999999\n2,9999999999999999\n3,0.000000000000001\n4,0.0000000000000001\n5,123.456\n",
    closes: ["999999999999999", "9999999999999999", "0.000000000000001", "0.0000000000000001", "123.456"],
  },
  {
    name: "wide and fine in turn",
    input: "t,close\n1,45024.68\n2,0.000000000001\n3,45024.68\n4,99999999999999.9\n5,45024.7\n",
    closes: ["45024.68", "0.000000000001", "45024.68", "99999999999999.9", "45024.7"],
  },
  {
    name: "around 2^53 and 2^64",
    input: "close\n9007199254740991\n9007199254740992\n9007199254740993\n18446744073709551616\n-9007199254740993\n",
    closes: ["9007199254740991", "9007199254740992", "9007199254740993", "18446744073709551616", "-9007199254740993"],
  },
  {
    name: "1000 digits",
    input: `close\n${DIGITS_1000}.5e-1\n0.${DIGITS_1000}\n`,
    error: "in.csv:2: close has 1001 significant digits, expected at most 1000",
  },
  {
    name: "1000 digits exactly",
    input: `close\n0.${DIGITS_1000.slice(0, -1)}1\n`,
    closes: [`0.${DIGITS_1000.slice(0, -1)}1`],
  },
  {
    name: "zeros are no digits",
    input: `close\n${"0".repeat(2000)}1${"0".repeat(900)}\n`,
    closes: [`1${"0".repeat(900)}`],
  },
  {
    name: "the largest exponents",
    input: "close\n1e1000\n1e-1000\n9.99E+1000\n",
    closes: ["1e1000", "1e-1000", "9.99e1000"],
  },
  {
    name: "exponent too large",
    input: "close\n1e1001\n",
    error: 'in.csv:2: close is "1e1001", expected an exponent from -1000 to 1000 in scientific notation',
  },
  {
    name: "exponent too small",
    input: "close\n1e-1001\n",
    error: 'in.csv:2: close is "1e-1001", expected an exponent from -1000 to 1000 in scientific notation',
  },
  {
    name: "exponent absurd",
    input: "close\n1e99999999999999999999\n",
    error:
      'in.csv:2: close is "1e99999999999999999999", expected an exponent from -1000 to 1000 in scientific notation',
  },
  ...[
    ["NaN", "NaN"],
    ["nan", "nan"],
    ["inf", "inf"],
    ["-Infinity", "-Infinity"],
    ["null", "null"],
    ["0x1F", "0x1F"],
    ["1_000", "1_000"],
    ["1 000", "1 000", "write thousands_mark: space if it stands between groups of digits"],
    ["1'000", "1'000", `write thousands_mark: "'" if it stands between groups of digits`],
    ["1.234.567", "1.234.567", `write thousands_mark: "." and decimal_mark: "," if it stands between groups of digits`],
    ["1’234.5", "1’234.5", `write thousands_mark: "'" if it stands between groups of digits`],
    [".", "."],
    ["-", "-"],
    ["+", "+"],
    ["-.", "-."],
    ["e5", "e5"],
    ["1e", "1e"],
    ["1e+", "1e+"],
    ["1e1.5", "1e1.5"],
    ["--1", "--1"],
    ["+-1", "+-1"],
    ["- 1", "- 1"],
    ["1.2.3", "1.2.3"],
    ["1..2", "1..2"],
    ["$1", "$1", "remove the currency sign"],
    [" -€39.00", " -€39.00", "remove the currency sign"],
    ["39.00 €", "39.00 €", "remove the currency sign"],
    ["1%", "1%", "remove the percent sign"],
    ["(1)", "(1)"],
    ["=1+1", "=1+1"],
    ["abc", "abc"],
    ["\u0661", "\u0661"],
    ["\uff11", "\uff11"],
    ["1\u00a0", "1\\u00a0"],
    ["1\r", "1\\r"],
    ["1\u0000", "1\\u0000"],
    ["\u001b[31m", "\\u001b[31m"],
    ["1\u2028", "1\\u2028"],
    ["\\", "\\\\"],
    ["\u{1f600}", "\u{1f600}"],
    ["x".repeat(100), `${"x".repeat(60)}…`],
  ].map(([text = "", shown = "", remedy]): CandleCase => ({
    name: `close ${JSON.stringify(text)}`,
    input: `t,close,v\n1,2,3\n4,${text},6\n`,
    error: `in.csv:3: close is "${shown}", expected a decimal number${remedy === undefined ? "" : `; ${remedy}`}`,
  })),
  {
    name: "close with grouped digits",
    input: 't,close\n1,"105,043.5"\n',
    error:
      'in.csv:2: close is "105,043.5", expected a decimal number; write thousands_mark: "," if it stands between groups of digits',
  },
  {
    name: "close with a decimal comma",
    input: 't,close\n1,"39,5"\n',
    error:
      'in.csv:2: close is "39,5", expected a decimal number; write decimal_mark: "," if the comma stands before the fraction',
  },
  {
    name: "close with a newline",
    input: 't,close\n1,"10\n"\n',
    error: 'in.csv:2: close is "10\\n", expected a decimal number',
  },
  {
    name: "close with quotes",
    input: 't,close\n1,"""1"""\n',
    error: 'in.csv:2: close is "\\"1\\"", expected a decimal number',
  },
  { name: "close blank", input: "t,close,v\n1,,3\n", error: "in.csv:2: close is blank, expected a decimal number" },
  {
    name: "close of spaces",
    input: "t,close,v\n1,  ,3\n",
    error: "in.csv:2: close is blank, expected a decimal number",
  },
  {
    name: "close quoted and empty",
    input: 't,close\n1,""\n',
    error: "in.csv:2: close is blank, expected a decimal number",
  },
];
