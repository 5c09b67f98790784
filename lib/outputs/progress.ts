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

/** What is read. */
interface SizedInput {
  /** Undefined where it is not known. */
  readonly sizeBytes: number | undefined;
}

/** Shows how far the input has been read. It uses no colours, so `NO_COLOR` changes nothing. */
export class ProgressBar {
  readonly #terminal: Terminal | undefined;
  readonly #input: SizedInput;
  #totalBytes: number | undefined;
  readonly #columns: () => number;
  readonly #startMs: number;
  #nextDrawMs: number;
  #isDrawn = false;

  /**
   * @param input Asked for its size when the bar is drawn.
   * @param nowMs When reading begins, on the clock that `update` is called with.
   * @param columns How wide the terminal is.
   */
  constructor(
    terminal: Terminal,
    quiet: boolean,
    input: SizedInput,
    nowMs: number,
    columns: () => number = columnsOfConsole,
  ) {
    this.#columns = columns;
    this.#startMs = nowMs;
    this.#terminal = quiet || !terminal.isTerminal() ? undefined : terminal;
    this.#input = input;
    this.#nextDrawMs = nowMs + QUIET_MS;
  }

  update(bytes: number, nowMs: number): void {
    if (this.#terminal === undefined || nowMs < this.#nextDrawMs) return;
    this.#nextDrawMs = nowMs + REDRAW_MS;
    if (!this.#isDrawn) this.#totalBytes = this.#input.sizeBytes;
    this.#isDrawn = true;
    // A line that fills the terminal would go on in the next one. What is left of a longer line before it is removed.
    const most = this.#columns() - 1;
    const line = this.#lines(bytes, nowMs - this.#startMs).find(({ length }) => length <= most) ?? "";
    this.#draw(`\r${line}\u001b[K`);
  }

  /** Removes the bar from the screen. */
  clear(): void {
    if (this.#isDrawn) this.#draw("\r\u001b[K");
    this.#isDrawn = false;
  }

  /** What there is to say, in lines that are ever shorter. */
  #lines(bytes: number, elapsedMs: number): string[] {
    const perSecond = bytes / elapsedMs * 1000;
    const rate = `${megabytes(perSecond)}/s`;
    if (this.#totalBytes === undefined || this.#totalBytes === 0) {
      return [`reading: ${megabytes(bytes)}, ${rate}`, megabytes(bytes)];
    }
    const share = Math.min(1, bytes / this.#totalBytes);
    const done = Math.floor(share * BAR_CHARACTERS);
    const bar = "#".repeat(done) + ".".repeat(BAR_CHARACTERS - done);
    const percent = `${String(Math.floor(share * 100)).padStart(3)} %`;
    const left = duration(Math.max(0, this.#totalBytes - bytes) / perSecond);
    const all = `${percent} of ${megabytes(this.#totalBytes)}`;
    return [`[${bar}] ${all}, ${rate}, ${left} left`, `${all}, ${left} left`, percent];
  }

  #draw(text: string): void {
    try {
      this.#terminal?.writeSync(new TextEncoder().encode(text));
    } catch {
      // The results do not depend on the bar, so the job does not fail with it.
    }
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

/** Seconds as `8 s`, `2 min 5 s` or `3 h 20 min`. */
function duration(seconds: number): string {
  const all = Math.ceil(seconds);
  if (all < 60) return `${all} s`;
  return all < 3600
    ? `${Math.floor(all / 60)} min ${all % 60} s`
    : `${Math.floor(all / 3600)} h ${Math.floor(all % 3600 / 60)} min`;
}

function columnsOfConsole(): number {
  try {
    return Deno.consoleSize().columns;
  } catch {
    // No stream is a terminal whose size is known.
    return 80;
  }
}
