/**
 * Generated candle files, for properties.
 *
 * @module
 */
import fc from "fast-check";

const plainNumber = fc.tuple(
  fc.constantFrom("", "-"),
  fc.nat(99_999),
  fc.constantFrom("", ".", ".5", ".25", ".1234", ".10"),
)
  .map((parts) => parts.join(""));
const oddNumber = fc.oneof(
  fc.tuple(
    fc.constantFrom("+", "-", ""),
    fc.bigInt(0n, 10n ** 30n),
    fc.constantFrom("", ".000000000000000001", ".5e-7", "e12"),
  )
    .map((parts) => parts.join("")),
  plainNumber.map((text) => ` ${text}\t`),
);
/** A close, now and then in an odd spelling. */
export const number: fc.Arbitrary<string> = fc.oneof({ weight: 6, arbitrary: plainNumber }, {
  weight: 1,
  arbitrary: oddNumber,
});

/** What a close must not be. */
export const invalidNumber: fc.Arbitrary<string> = fc.constantFrom("", "x", "1..2", "NaN", "1e", "--3");
const other = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("", "2024-01-01 00:00:00", "12.5", " ", "é") },
  { weight: 1, arbitrary: fc.constantFrom('"a,b"', '"say ""hi"""', '"x\ny"', '"\r\n"', '""') },
);
const lineEnd = fc.constantFrom("\n", "\r\n");
const blankLine = fc.constantFrom("\n", " \n", "\t\r\n");

interface Layout {
  readonly before: number;
  readonly after: number;
}
const layout: fc.Arbitrary<Layout> = fc.record({ before: fc.nat(3), after: fc.nat(3) });

/** A record as one quoted field; a blank line as it is. */
export function quotedWhole(record: string): string {
  return record.replace(/^(.*\S.*?)(\r?\n)?$/s, (_, text: string, end = "") => `"${text.replaceAll('"', '""')}"${end}`);
}

/**
 * The text of a candle file: quotes, newlines in quotes, blank lines, both line ends, records that are quoted as a whole.
 *
 * @param raggedness How often, beside 40, a record has a field too many.
 */
export function candleFile(close: fc.Arbitrary<string>, raggedness: number): fc.Arbitrary<string> {
  return layout.chain(({ before, after }) => {
    const extra = fc.oneof({ weight: 40, arbitrary: fc.constant(0) }, {
      weight: raggedness,
      arbitrary: fc.constant(1),
    });
    const row = extra.chain((more) =>
      fc.tuple(
        fc.array(other, { minLength: before, maxLength: before }),
        fc.oneof({ weight: 9, arbitrary: close }, { weight: 1, arbitrary: close.map((text) => `"${text}"`) }),
        fc.array(other, { minLength: after + more, maxLength: after + more }),
        lineEnd,
      ).map(([left, middle, right, end]) => [...left, middle, ...right].join(",") + end)
    );
    const header = [...Array(before).fill("a"), "close", ...Array(after).fill("b")].join(",") + "\n";
    const mayBeQuoted = before + after > 0;
    return fc.tuple(
      fc.array(fc.oneof({ weight: 9, arbitrary: row }, { weight: 1, arbitrary: blankLine })),
      fc.boolean(),
      fc.boolean(),
      fc.oneof({ weight: 3, arbitrary: fc.constant([false]) }, fc.array(fc.boolean(), { minLength: 1, maxLength: 9 })),
    )
      .map(([rows, isCut, isHeaderQuoted, areQuoted]) => {
        const records = rows.map((text, n) =>
          mayBeQuoted && areQuoted[n % areQuoted.length] ? quotedWhole(text) : text
        );
        const text = (mayBeQuoted && isHeaderQuoted ? quotedWhole(header) : header) + records.join("");
        return isCut ? text.replace(/\r?\n$/, "") : text;
      });
  });
}
