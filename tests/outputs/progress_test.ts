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
    const bar = new ProgressBar(screen, false, 200e6, 1000);
    bar.update(10e6, 1499);
    assertEquals(screen.take(), "");
    bar.update(50e6, 1500);
    assertEquals(screen.take(), "\r[#######.......................]  25 % of 200 MB");
    bar.update(60e6, 1599);
    assertEquals(screen.take(), "");
    bar.update(200e6, 1600);
    assertEquals(screen.take(), "\r[##############################] 100 % of 200 MB");
    bar.clear();
    assertEquals(screen.take(), "\r\u001b[K");
    bar.clear();
    assertEquals(screen.take(), "");
  },
});

Deno.test({
  name: "progress: a pipe has no end to measure against",
  permissions: "none",
  fn() {
    const screen = terminal(true);
    new ProgressBar(screen, false, undefined, 0).update(3e6, 500);
    assertEquals(screen.take(), "\rreading: 3 MB");
  },
});

Deno.test({
  name: "progress: nothing is drawn off a terminal, when quiet, or where drawing fails",
  permissions: "none",
  fn() {
    for (const [screen, quiet] of [[terminal(false), false], [terminal(true), true]] as const) {
      const bar = new ProgressBar(screen, quiet, 100, 0);
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
    const bar = new ProgressBar(broken, false, 100, 0);
    bar.update(50, 5000);
    bar.clear();
  },
});
