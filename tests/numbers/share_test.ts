import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { formatShare, mostOf, readShare } from "../../lib/numbers/share.ts";
import { Folder } from "../command.ts";

/** All that a config may say, with zeros at the end or without, and what it is in 10^8 parts of the whole. */
const SHARES = fc.tuple(
  fc.integer({ min: 0, max: 100 }),
  fc.string({ unit: fc.constantFrom(..."0123456789"), maxLength: 6 }),
)
  .filter(([percent, fraction]) => percent < 100 || /^0*$/.test(fraction))
  .map(([percent, fraction]) => ({
    text: `${percent}${fraction === "" ? "" : `.${fraction}`}%`,
    parts: BigInt(percent) * 1_000_000n + BigInt(fraction.padEnd(6, "0")),
  }));
const WHOLE = 100_000_000n;

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}

Deno.test({
  name: "share: the most of any whole is that of exact fractions, at the limit too",
  permissions: "none",
  fn() {
    const whole = fc.oneof(fc.integer({ min: 1, max: 20_000 }), fc.maxSafeNat());
    fc.assert(
      fc.property(SHARES, whole, fc.boolean(), ({ text, parts }, rows, isAtLimit) => {
        const share = readShare(text);
        if (share === undefined) throw new Error(text);
        // Rows of which the share is a whole number.
        const all = isAtLimit ? Number(WHOLE / gcd(parts, WHOLE)) * (1 + rows % 1000) : rows;
        const most = BigInt(mostOf(share, all));
        // most ÷ all ≤ share < (most + 1) ÷ all
        assertEquals([most * WHOLE <= parts * BigInt(all), parts * BigInt(all) < (most + 1n) * WHOLE], [true, true]);
      }),
      { numRuns: 20_000 },
    );
  },
});

Deno.test({
  name: "share: what is spelled is what is shown, without zeros at its end",
  permissions: "none",
  fn() {
    fc.assert(fc.property(SHARES, ({ text }) => {
      const share = readShare(text);
      assertEquals(share && formatShare(share), text.includes(".") ? text.replace(/\.?0*%$/, "%") : text);
    }));
    for (const text of ["100.000001%", "101%", "1", "01%", "1.%", ".5%", "0.0000001%", "-1%", "1e1%", " 1%", "%"]) {
      assertEquals(readShare(text), undefined, text);
    }
  },
});

Deno.test({
  name: "share: exactly as many invalid rows as the share are no reason to fail",
  async fn() {
    const rows = Array.from({ length: 10_000 }, (_, n) => n % 175 === 0 && n < 175 * 57 ? "x" : "1");
    assertEquals(rows.filter((row) => row === "x").length, 57);
    const config = 'seed: 1\nwindow: 2\nversion: "v"\ninvalid_rows: skip\n';
    using folder = new Folder({ "in.csv": `close\n${rows.join("\n")}\n` });
    folder.write("config.yaml", `${config}max_invalid_rows: 0.57%\n`);
    const { code, stdout } = await folder.run();
    assertEquals([code, JSON.parse(stdout).rows_processed], [0, 9943]);
    assertEquals(/max_invalid_rows=0\.57% /.test(folder.read("run.log") ?? ""), true);
    folder.write("config.yaml", `${config}max_invalid_rows: 0.569999%\n`);
    const { code: failed, stderr } = await folder.run();
    assertEquals([failed, stderr], [
      4,
      "batch-signal: in.csv: 57 of 10000 rows are invalid, expected at most 56 (0.569999%); write max_invalid_rows: 57 if so many may be left out\n",
    ]);
  },
});
