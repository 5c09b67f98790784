import { assert, assertEquals, assertRejects } from "@std/assert";
import { chunksAhead, newBuffers } from "../../lib/inputs/chunks_ahead.ts";
import { CandleSeries } from "../../lib/inputs/series.ts";
import { CandleSource } from "../../lib/inputs/source.ts";
import { kernelInputsAhead } from "../../lib/kernel/scan.ts";
import { StopRequest } from "../../lib/stop.ts";
import { Folder, JOB_FLAGS } from "../command.ts";

/** Gives these texts, then the end or an error. */
function readableOf(texts: string[], error?: Error) {
  const reads: Uint8Array[] = [];
  return {
    reads,
    read(into: Uint8Array): Promise<number | null> {
      reads.push(into);
      const text = texts.shift();
      if (text === undefined && error !== undefined) return Promise.reject(error);
      return Promise.resolve(text === undefined ? null : new TextEncoder().encodeInto(text, into).written);
    },
    close: () => {},
  };
}

async function textsOf(readable: ReturnType<typeof readableOf>, into: string[], buffers = newBuffers()) {
  const onRead = (bytes: number) => into.push(`${bytes}`);
  for await (const chunk of chunksAhead(readable, buffers, new StopRequest(), onRead)) {
    into.push(new TextDecoder().decode(chunk));
  }
}

Deno.test({
  name: "ahead: the next chunk is asked for before one is given, and never in the same place",
  permissions: "none",
  async fn() {
    const readable = readableOf(["one", "three", "two"]);
    const buffers = newBuffers();
    const chunks = chunksAhead(readable, buffers, new StopRequest(), () => {});
    for (const [n, text] of ["one", "three", "two"].entries()) {
      const { value } = await chunks.next();
      assertEquals(new TextDecoder().decode(value), text);
      assertEquals(readable.reads.length, n + 2);
      assert(value?.buffer !== readable.reads.at(-1)?.buffer);
    }
    assertEquals(await chunks.next(), { done: true, value: undefined });
  },
});

Deno.test({
  name: "ahead: an error comes behind the chunks before it",
  permissions: "none",
  async fn() {
    const seen: string[] = [];
    const error = await assertRejects(() => textsOf(readableOf(["one", "two"], new Error("broken")), seen));
    assertEquals([(error as Error).message, ...seen], ["broken", "3", "one", "3", "two"]);
  },
});

Deno.test({
  name: "ahead: in the kernel's memory nothing is left behind a chunk",
  permissions: "none",
  async fn() {
    for (const buffer of kernelInputsAhead) buffer.fill(34, 0, 200);
    const behind: number[] = [];
    for await (const chunk of chunksAhead(readableOf(["one", "two"]), kernelInputsAhead, new StopRequest(), () => {})) {
      behind.push(...new Uint8Array(chunk.buffer, chunk.byteOffset + chunk.length, 64));
    }
    assertEquals(behind, Array(128).fill(0));
  },
});

for (const size of [0, 1, 1 << 20, (1 << 20) + 1, 1 << 25, (1 << 25) + 9_000_001]) {
  Deno.test(`ahead: a file of ${size} bytes is what it is one chunk after the other`, async () => {
    const bytes = Uint8Array.from({ length: size }, (_, n) => (n * 2654435761) >>> 24);
    using folder = new Folder({ "big": bytes });
    const source = await CandleSource.open(folder.of("big"), new StopRequest());
    source.readAhead();
    let offset = 0;
    for await (const chunk of source.chunks()) {
      assert(chunk.every((byte, n) => byte === bytes[offset + n]));
      offset += chunk.length;
      assertEquals(source.bytesRead, offset);
    }
    assertEquals(offset, size);
    source.close();
  });
}

/** Large enough to be read ahead. */
const LARGE = new Uint8Array((1 << 25) + 1);

/** Whether chunks of a file are read ahead: where they are put tells. */
async function isReadAhead(source: CandleSource): Promise<boolean> {
  let is = false;
  for await (const { byteOffset } of source.chunks()) {
    is ||= kernelInputsAhead.some((buffer) => buffer.byteOffset === byteOffset);
  }
  return is;
}

Deno.test("ahead: a large file is read ahead if that is asked for, and nobody else looks at it", async () => {
  using folder = new Folder({ "large": LARGE, "small": LARGE.subarray(2) });
  const stop = new StopRequest();
  const watch = { begin: () => ({ take() {}, end() {} }) };
  for (
    const [file, isAsked, watched, is] of [
      ["large", true, undefined, true],
      ["large", false, undefined, false],
      ["large", true, watch, false],
      ["small", true, undefined, false],
    ] as const
  ) {
    const source = await CandleSource.open(folder.of(file), stop, watched);
    if (isAsked) source.readAhead();
    assertEquals(await isReadAhead(source), is, `${file} ${isAsked} ${watched}`);
    source.close();
  }
});

Deno.test("ahead: of several files all are read ahead, the one that is open already among them", async () => {
  using folder = new Folder({ "1": LARGE, "2": LARGE });
  const series = new CandleSeries([folder.of("1"), folder.of("2")], new StopRequest());
  await series.first();
  series.readAhead();
  const are: boolean[] = [];
  for await (const source of series.sources()) are.push(await isReadAhead(source));
  assertEquals(are, [true, true]);
});

Deno.test("ahead: symbols that take turns have their room for themselves, however large the file is", async () => {
  const note = "n".repeat(1000);
  const rows = Array.from(
    { length: 40_000 },
    (_, n) => `${"ABC"[n * n % 7 % 3]},${100 + n * 7919 % 1009 / 100},${note}\n`,
  );
  using folder = new Folder({
    "in.csv": `symbol,close,note\n${rows.join("")}`,
    "config.yaml": 'seed: 1\nwindow: 5\nversion: "v1"\nsymbol_column: symbol\n',
  });
  const valueOf = async (...flags: string[]) => {
    const { stdout, code } = await folder.run([...JOB_FLAGS, ...flags]);
    assertEquals(code, 0);
    const { value, symbols } = JSON.parse(stdout);
    return { value, symbols };
  };
  assertEquals(await valueOf(), await valueOf("--threads", "1"));
});

Deno.test("ahead: a file whose reader stops early can be looked at", async () => {
  using folder = new Folder({ "large": LARGE });
  const source = await CandleSource.open(folder.of("large"), new StopRequest());
  source.readAhead();
  let chunks = 0;
  await assertRejects(
    async () => {
      // The third one is on its way while the second is looked at.
      for await (const _ of source.chunks()) if (++chunks === 2) throw new Error("a bad row");
    },
    Error,
    "a bad row",
  );
  source.requireUnchanged();
  source.close();
});
