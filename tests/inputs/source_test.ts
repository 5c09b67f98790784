import { assertEquals, assertRejects } from "@std/assert";
import { CandleSource } from "../../lib/inputs/source.ts";
import { JobError } from "../../lib/errors.ts";
import { StopRequest } from "../../lib/stop.ts";
import { Folder } from "../command.ts";
import { gzipOf, zipOf, zstdOf } from "./compressed.ts";

async function readAll(source: CandleSource): Promise<Uint8Array> {
  const parts: number[] = [];
  for await (const chunk of source.chunks()) for (const byte of chunk) parts.push(byte);
  return Uint8Array.from(parts);
}

Deno.test("source: gives a file's bytes in order, over many chunks", async () => {
  const bytes = Uint8Array.from({ length: 3_500_000 }, (_, n) => (n * 2654435761) >>> 24);
  using folder = new Folder({ "big": bytes });
  const source = await CandleSource.open(folder.of("big"), new StopRequest());
  assertEquals(source.sizeBytes, bytes.length);
  const read = await readAll(source);
  assertEquals(read.length, bytes.length);
  assertEquals(read.every((byte, n) => byte === bytes[n]), true);
  source.close();
});

for (const [change, text] of [["grows", "t,close\n1,2\n3,4\n"], ["shrinks", "t,clo"]] as const) {
  Deno.test(`source: a file that ${change} while it is read is refused`, async () => {
    using folder = new Folder({ "in.csv": "t,close\n1,2\n" });
    const path = folder.of("in.csv");
    const source = await CandleSource.open(path, new StopRequest());
    const error = await assertRejects(async () => {
      for await (const _ of source.chunks()) folder.write("in.csv", text);
      source.requireUnchanged();
    }, JobError);
    assertEquals(error.message, `${path}: the file changed while it was read, expected it to stay as it is`);
    assertEquals(error.exitCode, 5);
    source.close();
  });
}

Deno.test("source: waiting for millions of chunks keeps nothing of them", async () => {
  const stop = new StopRequest();
  const wait = async (times: number) => {
    for (let n = 0; n < times; n++) await stop.unlessAsked(Promise.resolve(n));
    return Deno.memoryUsage().heapUsed;
  };
  const before = await wait(100_000);
  const after = await wait(1_000_000);
  // 320 bytes for each wait, as it once was, would be 320 MB.
  assertEquals(after - before < 50e6, true, `${before} bytes, then ${after}`);
});

Deno.test("source: a stop that was asked for ends the reading", async () => {
  using folder = new Folder();
  const stop = new StopRequest();
  const source = await CandleSource.open(folder.of("in.csv"), stop);
  stop.ask("SIGTERM");
  stop.ask("SIGINT");
  const error = await assertRejects(() => readAll(source), JobError);
  assertEquals([error.message, error.exitCode], ["interrupted by SIGTERM", 143]);
  // The read that was under way has to end before the file can be closed without a trace.
  await new Promise((resolve) => setTimeout(resolve, 50));
  source.close();
});

const LONG = "t,close\n" + "1,2.5\n".repeat(400_000);
const PEEKED: readonly [name: string, bytes: (text: string) => string | Uint8Array][] = [
  ["a plain file", (text) => text],
  ["gzip", gzipOf],
  ["zstd", zstdOf],
  ["zip", (text) => zipOf([{ name: "a", text }])],
];

for (const [name, bytes] of PEEKED) {
  Deno.test(`source: the first bytes can be looked at, and are read all the same: ${name}`, async () => {
    for (const text of [LONG, LONG.slice(0, 1 << 20), "close\n1\n"]) {
      using folder = new Folder({ "in.csv": bytes(text) });
      const source = await CandleSource.open(folder.of("in.csv"), new StopRequest());
      const first = new TextDecoder().decode(await source.peek());
      assertEquals([text.startsWith(first), first.length > Math.min(1 << 20, text.length - 1)], [true, true]);
      assertEquals(new TextDecoder().decode(await source.peek()) === first, true);
      assertEquals(new TextDecoder().decode(await readAll(source)) === text, true);
      source.requireUnchanged();
      source.close();
    }
  });
}

Deno.test(
  { name: "source: the first bytes of a FIFO can be looked at", ignore: Deno.build.os === "windows" },
  async () => {
    using folder = new Folder();
    await folder.shell("rm in.csv; mkfifo in.csv");
    const writing = folder.shell("(printf 't,close\\n1'; sleep 0.1; printf ',2\\n') > in.csv");
    const source = await CandleSource.open(folder.of("in.csv"), new StopRequest());
    assertEquals(new TextDecoder().decode(await source.peek()), "t,close\n1,2\n");
    assertEquals(new TextDecoder().decode(await readAll(source)), "t,close\n1,2\n");
    source.close();
    await writing;
  },
);

Deno.test("source: what starts like compressed data and is none is read as it is", async () => {
  for (const text of ["", "P", "PK", "PK,close\n1,2\n", "(", "P*M,close\n"]) {
    using folder = new Folder({ "in.csv": text });
    const source = await CandleSource.open(folder.of("in.csv"), new StopRequest());
    assertEquals(new TextDecoder().decode(await readAll(source)), text);
    assertEquals([source.compression, source.compressedBytes, source.bytesRead], [undefined, undefined, text.length]);
    source.close();
  }
});
