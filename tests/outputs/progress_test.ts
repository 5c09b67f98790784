import { assertEquals } from "@std/assert";
import { ProgressBar } from "../../lib/outputs/progress.ts";

/** A terminal that remembers what was written to it. */
function terminal(isTerminal: boolean) {
  let text = "";
  return {
    isTerminal: () => isTerminal,
    writeSync(bytes: Uint8Array) {
      text += new TextDecoder().decode(bytes);
      return bytes.length;
    },
    take() {
      const taken = text;
      text = "";
      return taken;
    },
  };
}

Deno.test({
  name: "progress: appears after half a second, at most ten times a second, and is taken off the screen",
  permissions: "none",
  fn() {
    const screen = terminal(true);
    const bar = new ProgressBar(screen, false, { sizeBytes: 200e6 }, 1000, () => 80);
    bar.update(10e6, 1499);
    assertEquals(screen.take(), "");
    bar.update(50e6, 1500);
    assertEquals(screen.take(), "\r[#######.......................]  25 % of 200 MB, 100 MB/s, 2 s left\u001b[K");
    bar.update(60e6, 1599);
    assertEquals(screen.take(), "");
    bar.update(200e6, 1600);
    assertEquals(screen.take(), "\r[##############################] 100 % of 200 MB, 333 MB/s, 0 s left\u001b[K");
    bar.clear();
    assertEquals(screen.take(), "\r\u001b[K");
    bar.clear();
    assertEquals(screen.take(), "");
  },
});

Deno.test({
  name: "progress: a narrow terminal gets a shorter line, and time is told in two units at most",
  permissions: "none",
  fn() {
    const cases: readonly (readonly [columns: number, bytes: number, line: string])[] = [
      [60, 1e6, "  1 % of 100 MB, 50 s left"],
      [27, 1e6, "  1 % of 100 MB, 50 s left"],
      [26, 1e6, "  1 %"],
      [5, 1e6, ""],
      [80, 5e5, "[..............................]   0 % of 100 MB, 1 MB/s, 1 min 40 s left"],
      [80, 1e4, "[..............................]   0 % of 100 MB, 0 MB/s, 1 h 23 min left"],
    ];
    for (const [columns, bytes, line] of cases) {
      const screen = terminal(true);
      new ProgressBar(screen, false, { sizeBytes: 100e6 }, 0, () => columns).update(bytes, 500);
      assertEquals(screen.take(), `\r${line}\u001b[K`, `${columns}`);
    }
  },
});

Deno.test({
  name: "progress: a pipe has no end to measure against",
  permissions: "none",
  fn() {
    const screen = terminal(true);
    new ProgressBar(screen, false, { sizeBytes: undefined }, 0, () => 80).update(3e6, 500);
    assertEquals(screen.take(), "\rreading: 3 MB, 6 MB/s\u001b[K");
    new ProgressBar(screen, false, { sizeBytes: undefined }, 0, () => 8).update(3e6, 500);
    assertEquals(screen.take(), "\r3 MB\u001b[K");
  },
});

Deno.test({
  name: "progress: nothing is drawn off a terminal, when quiet, or where drawing fails",
  permissions: "none",
  fn() {
    for (const [screen, quiet] of [[terminal(false), false], [terminal(true), true]] as const) {
      const bar = new ProgressBar(screen, quiet, { sizeBytes: 100 }, 0);
      bar.update(50, 5000);
      bar.clear();
      assertEquals(screen.take(), "");
    }
    const broken = {
      isTerminal: () => true,
      writeSync: () => {
        throw new Error("gone");
      },
    };
    const bar = new ProgressBar(broken, false, { sizeBytes: 100 }, 0);
    bar.update(50, 5000);
    bar.clear();
  },
});
