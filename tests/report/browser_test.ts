/**
 * Reports in a real browser, narrow and wide, in light and dark mode, with the style and without it as Jenkins' content
 * policy leaves them: axe-core finds nothing that keeps people out, and nothing is wider than the window.
 *
 * @module
 */
import axe from "axe-core";
import { assertEquals } from "@std/assert";
import { Folder, JOB_FLAGS } from "../command.ts";

const BROWSER = "chromium";
const hasBrowser = isInstalled();
const SKIPPED = hasBrowser ? "" : ` (skipped: ${BROWSER} is not here)`;

function isInstalled(): boolean {
  try {
    return new Deno.Command(BROWSER, { args: ["--version"], stdout: "null", stderr: "null" }).outputSync().success;
  } catch {
    return false;
  }
}

/** Looks at the page when it is there, and leaves in a tag what it has found. */
const LOOK = `<script>${axe.source.replaceAll("</script", "<\\/script")}</script><script>
for (const details of document.querySelectorAll("details")) details.open = true;
axe.run().then(({ violations, passes }) => {
  document.title = JSON.stringify({
    violations: violations.map(({ id, nodes }) => id + ": " + nodes[0].html),
    passes: passes.length > 10,
    tooWide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    font: getComputedStyle(document.body).fontFamily.includes("system-ui"),
  });
});
</script>`;

/** What the browser says of a page. */
async function lookAt(folder: Folder, page: string, width: number, isDark: boolean): Promise<unknown> {
  // A window of a browser has a least width, which a frame has not: this one shows its page's title as its own.
  folder.write("look.html", page.replace("</body>", () => `${LOOK}</body>`));
  folder.write(
    "frame.html",
    `<iframe src="look.html" width="${width}" height="900"></iframe><script>
    setInterval(() => document.title = frames[0].document.title, 50);</script>`,
  );
  const { stdout } = await new Deno.Command(BROWSER, {
    args: [
      ...["--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--dump-dom"],
      ...[`--user-data-dir=${folder.of("profile")}`, "--virtual-time-budget=20000", "--window-size=1600,1000"],
      `--blink-settings=preferredColorScheme=${isDark ? 0 : 1}`,
      `file://${folder.of("frame.html")}`,
    ],
    stdout: "piped",
    stderr: "null",
  }).output();
  const [, title = ""] = /<title>(.*?)<\/title>/s.exec(new TextDecoder().decode(stdout)) ?? [];
  return JSON.parse(title.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"));
}

/** As a content policy without inline styles leaves it. */
const withoutStyle = (page: string) => page.replace(/<style>.*?<\/style>/s, "");

Deno.test({
  name: `report: in a browser, nothing keeps people out, and nothing is too wide${SKIPPED}`,
  ignore: !hasBrowser,
  async fn() {
    const rows = Array.from(
      { length: 3000 },
      (_, n) => `${1_700_000_000 + 60 * n},S${n % 50}_,${(n * n) % 977 + 1}.5\n`,
    );
    const keys = ["seed: 42", "window: 5", "version: v1", "timestamp_column: t"];
    const cases = [
      {
        "in.csv": `t,s,close\n${rows.join("")}`,
        "config.yaml": [...keys, "min_signal_rate: 10%", "max_signal_rate: 20%", "gates: warn", ""].join("\n"),
      },
      { "in.csv": `t,s,close\n${rows.join("")}`, "config.yaml": [...keys, "symbol_column: s", ""].join("\n") },
    ];
    for (const files of cases) {
      using folder = new Folder(files);
      assertEquals((await folder.run([...JOB_FLAGS, "--report", "report.html"])).code, 0);
      const page = folder.read("report.html") ?? "";
      for (const [width, isDark, isStyled] of [[360, false, true], [1440, true, true], [360, true, false]] as const) {
        assertEquals(
          await lookAt(folder, isStyled ? page : withoutStyle(page), width, isDark),
          { violations: [], passes: true, tooWide: 0, font: isStyled },
          `${Object.keys(files).join()} ${width}`,
        );
      }
    }
  },
});
