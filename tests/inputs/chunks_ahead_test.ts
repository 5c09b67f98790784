import { assert, assertEquals, assertRejects } from "@std/assert";
import { chunksAhead, newBuffers } from "../../lib/inputs/chunks_ahead.ts";
import { CandleSource } from "../../lib/inputs/source.ts";
import { kernelInputsAhead } from "../../lib/kernel/prices.ts";
import { StopRequest } from "../../lib/stop.ts";
import { Folder } from "../command.ts";

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
    source.readAhead(kernelInputsAhead);
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
