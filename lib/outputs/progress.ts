/**
 * A progress bar on standard error, for people: only on a terminal, and only for jobs that take a while.
 *
 * @module
 */

const QUIET_MS = 500;
const REDRAW_MS = 100;
const BAR_CHARACTERS = 30;

/** What a bar draws on. */
export interface Terminal {
  isTerminal(): boolean;
  writeSync(bytes: Uint8Array): number;
}

/** Shows how far the input has been read. It uses no colours, so `NO_COLOR` changes nothing. */
export class ProgressBar {
  readonly #terminal: Terminal | undefined;
  readonly #totalBytes: number | undefined;
  #nextDrawMs: number;
  #isDrawn = false;

  /**
   * @param totalBytes Size of the input; undefined if it is not known.
   * @param nowMs The time on the clock that `update` is called with.
   */
  constructor(terminal: Terminal, quiet: boolean, totalBytes: number | undefined, nowMs: number) {
    this.#terminal = quiet || !terminal.isTerminal() ? undefined : terminal;
    this.#totalBytes = totalBytes;
    this.#nextDrawMs = nowMs + QUIET_MS;
  }

  update(bytes: number, nowMs: number): void {
    if (this.#terminal === undefined || nowMs < this.#nextDrawMs) return;
    this.#nextDrawMs = nowMs + REDRAW_MS;
    this.#isDrawn = true;
    this.#draw(`\r${this.#line(bytes)}`);
  }

  /** Removes the bar from the screen. */
  clear(): void {
    if (this.#isDrawn) this.#draw("\r\u001b[K");
    this.#isDrawn = false;
  }

  #line(bytes: number): string {
    const megabytes = `${(bytes / 1e6).toFixed(0)} MB`;
    if (this.#totalBytes === undefined || this.#totalBytes === 0) return `reading: ${megabytes}`;
    const share = Math.min(1, bytes / this.#totalBytes);
    const done = Math.floor(share * BAR_CHARACTERS);
    const bar = "#".repeat(done) + ".".repeat(BAR_CHARACTERS - done);
    return `[${bar}] ${String(Math.floor(share * 100)).padStart(3)} % of ${(this.#totalBytes / 1e6).toFixed(0)} MB`;
  }

  #draw(text: string): void {
    try {
      this.#terminal?.writeSync(new TextEncoder().encode(text));
    } catch {
      // The results do not depend on the bar, so the job does not fail with it.
    }
  }
}
