import { assertEquals } from "@std/assert";
import type { Changes } from "../../lib/merge/changes.ts";
import { jsonOf, markdownOf, textOf } from "../../lib/merge/changes_text.ts";

const CHANGES: Changes = {
  a: "a_1.json",
  b: "b\n.json",
  keys: [
    { key: "version", a: "v|1", b: "<b>", change: null },
    { key: "rows_processed", a: 36028797018973964n, b: 36028797018973965n, change: 1n },
    { key: "value", a: 0.5, b: 0.4989, change: -0.0011 },
    { key: "seed", a: 1n, b: 1n, change: null },
    { key: "signals_1", a: null, b: 4n, change: null },
  ],
  symbols: [
    { symbol: "B|*C", a: 0.1, b: 0.9, change: 0.8 },
    { symbol: "same", a: 0.1, b: 0.1, change: 0 },
    { symbol: "also", a: null, b: null, change: null },
    { symbol: "late", a: null, b: 0, change: null },
    { symbol: "gone", a: 0.25, b: undefined, change: null },
    { symbol: "new", a: undefined, b: null, change: null },
  ],
};
const FEW: Changes = { ...CHANGES, keys: CHANGES.keys.slice(2, 3), symbols: undefined };

Deno.test({
  name: "changes: as text",
  permissions: "none",
  fn() {
    assertEquals(
      textOf(CHANGES, undefined),
      `A: a_1.json
B: b\\n.json

key                             A                  B   change
version                       v|1                <b>  differs
rows_processed  36028797018973964  36028797018973965       +1
value                      0.5000             0.4989  -0.0011
seed                            1                  1
signals_1                                          4  differs

symbol       A       B     change
B|*C    0.1000  0.9000    +0.8000
late            0.0000    differs
gone    0.2500          only in A
new                     only in B

2 symbols have not changed.
`,
    );
    assertEquals(
      textOf(FEW, { text: "5%", isExceeded: false }),
      "A: a_1.json\nB: b\\n.json\n\nkey         A       B   change\nvalue  0.5000  0.4989  -0.0011\n\n" +
        "The value has changed by at most 5%.\n",
    );
  },
});

Deno.test({
  name: "changes: as Markdown, in which names are text",
  permissions: "none",
  fn() {
    assertEquals(
      markdownOf(CHANGES, { text: "0.1%", isExceeded: true }),
      `A: a&#95;1.json, B: b&#92;n.json

| key | A | B | change |
| --- | ---: | ---: | ---: |
| version | v&#124;1 | &#60;b&#62; | differs |
| rows_processed | 36028797018973964 | 36028797018973965 | +1 |
| value | 0.5000 | 0.4989 | -0.0011 |
| seed | 1 | 1 |  |
| signals_1 |  | 4 | differs |

| symbol | A | B | change |
| --- | ---: | ---: | ---: |
| B&#124;&#42;C | 0.1000 | 0.9000 | +0.8000 |
| late |  | 0.0000 | differs |
| gone | 0.2500 |  | only in A |
| new |  |  | only in B |

2 symbols have not changed.

The value has changed by more than 0.1%.
`,
    );
  },
});

Deno.test({
  name: "changes: as JSON, with all symbols and all digits",
  permissions: "none",
  fn() {
    assertEquals(
      jsonOf(CHANGES, { text: "5%", isExceeded: true }),
      `{
  "a": "a_1.json",
  "b": "b\\n.json",
  "max_change": "5%",
  "passed": false,
  "keys": [
    { "key": "version", "a": "v|1", "b": "<b>", "change": null },
    { "key": "rows_processed", "a": 36028797018973964, "b": 36028797018973965, "change": 1 },
    { "key": "value", "a": 0.5, "b": 0.4989, "change": -0.0011 },
    { "key": "seed", "a": 1, "b": 1, "change": null },
    { "key": "signals_1", "a": null, "b": 4, "change": null }
  ],
  "symbols": [
    { "symbol": "B|*C", "a": 0.1, "b": 0.9, "change": 0.8 },
    { "symbol": "same", "a": 0.1, "b": 0.1, "change": 0 },
    { "symbol": "also", "a": null, "b": null, "change": null },
    { "symbol": "late", "a": null, "b": 0, "change": null },
    { "symbol": "gone", "a": 0.25, "change": null },
    { "symbol": "new", "b": null, "change": null }
  ]
}
`,
    );
    assertEquals(jsonOf({ ...FEW, symbols: [] }, undefined).split("\n").slice(3), [
      '  "keys": [',
      '    { "key": "value", "a": 0.5, "b": 0.4989, "change": -0.0011 }',
      "  ],",
      '  "symbols": []',
      "}",
      "",
    ]);
  },
});
