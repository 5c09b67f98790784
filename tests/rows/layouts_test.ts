import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { scanKernel } from "../../lib/kernel/scan.ts";
import { scanPlain } from "../../lib/kernel/scanner.ts";
import { JobError } from "../../lib/errors.ts";
import { GENERIC, type Layout } from "../../lib/layouts/layout.ts";
import { Folder } from "../command.ts";
import { readAlone, readInSegments } from "../threads/outcome.ts";
import { CAREFUL_ONLY, cut, readChunks } from "./read_closes.ts";

const encoder = new TextEncoder();
const PATHS = { kernel: scanKernel, scanner: scanPlain, "careful path": CAREFUL_ONLY };

const CASES: readonly [name: string, layout: Partial<Layout>, text: string, closes: readonly string[]][] = [
  ["semicolons", { delimiter: ";" }, "t;close\n1;2.5\n2;-3\n", ["25e-1", "-3e0"]],
  ["tabs", { delimiter: "\t" }, "t\tclose\n1\t2.5\n2\t3\n", ["25e-1", "3e0"]],
  ["bars", { delimiter: "|" }, "close|t\n2.5|1\n3|2\n", ["25e-1", "3e0"]],
  ["semicolons with commas in fields", { delimiter: ";" }, "t;close\na,b;2.5\n", ["25e-1"]],
  ["semicolons in quotes", { delimiter: ";" }, 't;close\n"a;b";2.5\n"x ""y""\n;";"4"\n', ["25e-1", "4e0"]],
  ["a decimal comma", { delimiter: ";", decimalMark: "," }, "t;close\n1;2,5\n2;3\n3;,25\n4;+1,5e-1\n", [
    "25e-1",
    "3e0",
    "25e-2",
    "15e-2",
  ]],
  ["a decimal comma in quotes", { decimalMark: "," }, 't,close\n1,"2,5"\n2,3\n', ["25e-1", "3e0"]],
  ["no header", { hasHeader: false, closeColumn: 2 }, "1,2.5\n2,3\n", ["25e-1", "3e0"]],
  ["no header and blank lines before the rows", { hasHeader: false, closeColumn: 2 }, "\n \n1,2.5\n", ["25e-1"]],
  ["a position in a header", { closeColumn: 3 }, "a,close,b\n1,2,3\n", ["3e0"]],
  ["another name", { closeColumn: "Adj Close" }, "Close,adj close \n1,2\n", ["2e0"]],
  ["lines before the header", { skipLines: 2 }, 'https://example.com,"\n\nt,close\n1,2\n', ["2e0"]],
  ["lines before the rows", { skipLines: 1, hasHeader: false, closeColumn: 1 }, "\ufeffnote\n7\n", ["7e0"]],
  ["lines behind the header", { linesAfterHeader: 2 }, "t,close\nTicker,X\nDate,\n1,2\n", ["2e0"]],
  ["one column with quotes in its name", { closeColumn: 1 }, '"my ""px"""\n5\n"6"\n', ["5e0", "6e0"]],
  ["that column by its name", { closeColumn: 'My "px"' }, '"my ""px"""\n5\n', ["5e0"]],
  ["one column with a quoted name and more in its name", { closeColumn: 1 }, '"""px"", in €"\n"5"\n6\n', [
    "5e0",
    "6e0",
  ]],
  ["one column with a comma in its name", { closeColumn: 1 }, '"Price, USD"\n\n5\n6\n', ["5e0", "6e0"]],
  ["that column by its name, with a comma", { closeColumn: "price, usd" }, '"Price, USD"\r\n"5"\r\n', ["5e0"]],
  ["one column with a line end in its name", { closeColumn: 1 }, '"my\npx"\n5\n', ["5e0"]],
  ["whole records quoted, the first column by its place", { closeColumn: 1 }, '"px,t"\n"5,x"\n"6,y"\n', ["5e0", "6e0"]],
  ["only the header quoted, the first column by its place", { closeColumn: 1 }, '"px,t"\n5,x\n6,y\n', ["5e0", "6e0"]],
  ["a decimal comma in quotes, one column", { closeColumn: 1, decimalMark: "," }, '"Price, EUR"\n"5,5"\n6\n', [
    "55e-1",
    "6e0",
  ]],
  [
    "no header, a decimal comma in quotes, one column",
    {
      closeColumn: 1,
      decimalMark: ",",
      hasHeader: false,
    },
    '"5,5"\n6\n',
    ["55e-1", "6e0"],
  ],
  ["no header, whole records quoted", { closeColumn: 1, hasHeader: false }, '"5,5"\n6,7\n', ["5e0", "6e0"]],
  ["no header, whole records quoted below the first", { closeColumn: 2, hasHeader: false }, '5,5.5\n"6,7"\n', [
    "55e-1",
    "7e0",
  ]],
  ["whole records quoted, with semicolons", { delimiter: ";" }, '"t;close"\n"1;2.5"\n"2;3"\n', ["25e-1", "3e0"]],
];

for (const [name, more, text, closes] of CASES) {
  const layout = { ...GENERIC, ...more };
  for (const [path, scan] of Object.entries(PATHS)) {
    Deno.test({
      name: `layout, ${path}: ${name}`,
      permissions: "none",
      fn() {
        const bytes = encoder.encode(text);
        assertEquals(readChunks([bytes], scan, layout).closes, closes);
        for (let at = 0; at <= bytes.length; at++) {
          assertEquals(readChunks(cut(bytes, [at, bytes.length]), scan, layout).closes, closes, `cut at byte ${at}`);
        }
      },
    });
  }
}

const REFUSALS: readonly [name: string, layout: Partial<Layout>, text: string, error: string][] = [
  [
    "a column of another name",
    { closeColumn: "Last" },
    "t,close\n1,2\n",
    [
      'in.csv:1: the header names "t", "close", expected a column Last; see what batch-signal inspect in.csv says',
    ].join(""),
  ],
  [
    "a column of nearly that name",
    { closeColumn: "clsoe" },
    "t,close\n1,2\n",
    'in.csv:1: the header names "t", "close", expected a column clsoe; write close_column: close if that is it',
  ],
  [
    "a column whose name goes on",
    { timestampColumn: "date" },
    "Date (UTC),Close\n1,2\n",
    'in.csv:1: the header names "Date (UTC)", "Close", expected a column date; write timestamp_column: "Date (UTC)" if ' +
    "that is it",
  ],
  [
    "a column of two words",
    { closeColumn: "Adj Close" },
    "t,close\n1,2\n",
    [
      'in.csv:1: the header names "t", "close", expected a column "Adj Close"; see what batch-signal inspect in.csv says',
    ].join(""),
  ],
  [
    "a record quoted as a whole in a table of one column",
    { closeColumn: 1 },
    '"my ""px"""\n"5,6"\n',
    'in.csv:2: close is "5,6", expected a decimal number; write decimal_mark: "," if the comma stands before the fraction',
  ],
  [
    "one field where two names are quoted as a whole, and the second is asked for",
    { closeColumn: 2 },
    '"Price, USD"\n5\n',
    "in.csv:2: the record has 1 field, expected 2 as in the header",
  ],
  [
    "no header and rows of different lengths",
    { hasHeader: false, closeColumn: 1 },
    "1,a\n2\n",
    "in.csv:2: the record has 1 field, expected 2 as in the first row",
  ],
  [
    "a position beyond the header",
    { closeColumn: 3 },
    "t,close\n1,2\n",
    [
      "in.csv:1: the record has 2 fields, expected a column 3",
    ].join(""),
  ],
  [
    "a position beyond the first row",
    { hasHeader: false, closeColumn: 3 },
    "1\n",
    [
      "in.csv:1: the record has 1 field, expected a column 3",
    ].join(""),
  ],
  [
    "the second half of a timestamp beyond the header",
    { timestampColumn: "time", timestampFields: 2 },
    "close,time\n",
    [
      "in.csv:1: the record has 2 fields, expected a column 3",
    ].join(""),
  ],
  [
    "a timestamp's column that is there twice",
    { timestampColumn: "t" },
    "t,close,T\n",
    [
      'in.csv:1: the header names t 2 times among "t", "close", "T", expected it once',
    ].join(""),
  ],
  [
    "a point where there is a decimal comma",
    { delimiter: ";", decimalMark: "," },
    "t;close\n1;2.5\n",
    [
      'in.csv:2: close is "2.5", expected a decimal number with a decimal comma; write decimal_mark: "." if the point ' +
      "stands before the fraction",
    ].join(""),
  ],
  [
    "two decimal commas",
    { delimiter: ";", decimalMark: "," },
    "t;close\n1;1,234,5\n",
    [
      'in.csv:2: close is "1,234,5", expected a decimal number with a decimal comma; remove what stands between groups of digits',
    ].join(""),
  ],
  [
    "commas where there are semicolons",
    { delimiter: ";" },
    "t,close\n1,2\n",
    [
      'in.csv:1: the header names "t,close", expected a column close; write delimiter: ","',
    ].join(""),
  ],
  [
    "lines to skip and nothing behind them",
    { skipLines: 3 },
    "t,close\n1,2\n",
    [
      "in.csv: the file has only blank lines, expected a header and rows",
    ].join(""),
  ],
  ["no rows without a header", { hasHeader: false, closeColumn: 1 }, "", "in.csv: the file is empty, expected rows"],
  [
    "carriage returns alone without a header",
    { hasHeader: false, closeColumn: 1 },
    "1\r2\r",
    [
      "in.csv:1: the first row holds a carriage return at byte offset 1, expected line ends of LF or CRLF",
    ].join(""),
  ],
  ["a blank symbol", { symbolColumn: "s" }, "s,close\nA,1\n ,2\n", "in.csv:3: the symbol is blank, expected a symbol"],
];

for (const [name, more, text, error] of REFUSALS) {
  Deno.test({
    name: `layout: ${name} is refused`,
    permissions: "none",
    fn() {
      const refused = assertThrows(
        () => readChunks([encoder.encode(text)], CAREFUL_ONLY, { ...GENERIC, ...more }),
        JobError,
      );
      assertEquals([refused.message, refused.exitCode], [error, 4]);
    },
  });
}

const cell = fc.stringMatching(/^[a-zA-Z0-9 :_-]{0,9}$/);
const record = fc.tuple(cell, fc.integer({ min: -99999, max: 99999 }), cell);

Deno.test("layout: one file written in any layout gives the same closes, on each path and in segments", async () => {
  using folder = new Folder();
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 1, maxLength: 60 }),
      fc.constantFrom(",", ";", "\t", "|"),
      fc.constantFrom(".", ","),
      fc.boolean(),
      fc.nat(2),
      fc.integer({ min: 1, max: 90 }),
      async (records, delimiter, decimalMark, hasHeader, skipLines, segmentBytes) => {
        const write = (to: string, mark: string) => (close: number) => {
          const text = (close / 100).toFixed(2).replace(".", mark);
          return to === mark ? `"${text}"` : text;
        };
        const linesOf = (to: string, mark: string) =>
          records.map(([before, close, after]) => [before, write(to, mark)(close), after].join(to) + "\n").join("");
        const plain = encoder.encode(`a,close,b\n${linesOf(",", ".")}`);
        const other = encoder.encode(
          "note\n".repeat(skipLines) + (hasHeader ? ["a", "close", "b"].join(delimiter) + "\n" : "") +
            linesOf(delimiter, decimalMark),
        );
        const layout: Layout = {
          ...GENERIC,
          delimiter,
          decimalMark: decimalMark === "," ? "," : ".",
          hasHeader,
          skipLines,
          closeColumn: 2,
        };
        const { closes } = readChunks([plain]);
        for (const [path, scan] of Object.entries(PATHS)) {
          assertEquals(readChunks(cut(other, [7, 50]), scan, layout).closes, closes, path);
        }
        folder.write("in.csv", other);
        assertEquals(
          await readInSegments(folder.of("in.csv"), segmentBytes, 3, 2, layout),
          readAlone(other, 3, layout),
        );
      },
    ),
    { numRuns: 300 },
  );
});
