import { assertEquals } from "@std/assert";
import { html, outside, shortened, table } from "../../lib/report/html.ts";

Deno.test({
  name: "html: what is put in is text, whatever it holds; markup stays as it is",
  permissions: "none",
  fn() {
    const hostile = `"><img src=x onerror='a()'>&amp;\u202e\0\n`;
    const text = "&quot;&gt;&lt;img src=x onerror=&#39;a()&#39;&gt;&amp;amp;\\u202e\\u0000\\n";
    assertEquals(
      html`<p title="${hostile}">${[hostile, html`<b>${1}</b>`]}</p>`.text,
      `<p title="${text}">${text}<b>1</b></p>`,
    );
  },
});

Deno.test({
  name: "html: a long word can be broken, and a text is cut after 120 characters, whole ones",
  permissions: "none",
  fn() {
    assertEquals(outside("a.csv").text, "a.csv");
    assertEquals(outside(`${"x".repeat(16)}yz ab`).text, `${"x".repeat(16)}<wbr>yz ab`);
    const cut = outside("😀".repeat(200)).text.replaceAll("<wbr>", "");
    assertEquals([...cut].length, 121);
    assertEquals(cut.endsWith("😀…"), true);
    assertEquals(shortened(`${"y".repeat(120)}<`), `${"y".repeat(120)}…`);
    assertEquals(outside("a ".repeat(150), 400).text, "a ".repeat(150));
    assertEquals(outside("y".repeat(120)).text.replaceAll("<wbr>", ""), "y".repeat(120));
  },
});

Deno.test({
  name: "html: a table names its columns and its rows",
  permissions: "none",
  fn() {
    const { text } = table("Of <all>", ["Name", "Count"], [["a", 1]]);
    assertEquals(
      text.replaceAll("\n", ""),
      '<table><caption>Of &lt;all&gt;</caption><thead><tr><th scope="col">Name</th><th scope="col">Count</th></tr></thead>' +
        '<tbody><tr><th scope="row">a</th><td>1</td></tr></tbody></table>',
    );
  },
});
