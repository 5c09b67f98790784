import { assertEquals, assertRejects } from "@std/assert";
import { HashThread } from "../../lib/digests/hash_thread.ts";
import { InputDigests } from "../../lib/digests/input_digests.ts";
import { Sha256, sha256 } from "../../lib/digests/sha256.ts";
import { JobError } from "../../lib/errors.ts";
import type { RegularFile } from "../../lib/inputs/watch.ts";
import { StopRequest } from "../../lib/stop.ts";

const NO_BYTES = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** Bytes that differ from place to place. */
function bytesOf(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, n) => (n * 2_654_435_761) >>> 24);
}

/** A file of a size: nothing else is asked of it. */
function fileOf(sizeBytes: number | undefined): RegularFile | undefined {
  const info = { size: sizeBytes };
  return sizeBytes === undefined ? undefined : { info } as unknown as RegularFile;
}

Deno.test({ name: "digests: of known texts, as FIPS 180-4 gives them", permissions: "none" }, () => {
  assertEquals(new Sha256().hex(), NO_BYTES);
  assertEquals(
    sha256(["a", new TextEncoder().encode("bc")]),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

Deno.test("digests: small files, large ones and pipes, in pieces of any size, as they were read", async () => {
  const digests = new InputDigests(new StopRequest());
  const all = bytesOf(20_000_000);
  // A pipe goes to the thread whatever it holds; a large file does, and so do small ones once they are many.
  const files: [name: string, bytes: Uint8Array, sizeBytes: number | undefined, piece: number][] = [
    ["empty", all.subarray(0, 0), 0, 1],
    ["small", all.subarray(5, 1000), 995, 7],
    ["pipe", all.subarray(0, 3), undefined, 1],
    ["large", all, all.length, 3_000_000],
    ["empty pipe", all.subarray(0, 0), undefined, 1],
    ...Array.from({ length: 20 }, (_, n): typeof files[number] => [`part ${n}`, all.subarray(n), 1 << 20, 1 << 20]),
  ];
  for (const [name, bytes, sizeBytes, piece] of files) {
    const input = digests.begin(name, fileOf(sizeBytes));
    const reused = new Uint8Array(piece);
    for (let start = 0; start < bytes.length; start += piece) {
      const part = bytes.subarray(start, start + piece);
      reused.set(part);
      await input.take(reused.subarray(0, part.length));
      reused.fill(0xff);
    }
    input.end();
  }
  assertEquals(
    await digests.all(),
    files.map(([name, bytes, sizeBytes]) => ({
      name,
      bytes: bytes.length,
      sha256: sha256([bytes]),
      start: sha256([bytes.subarray(0, 1024)]),
      isFile: sizeBytes !== undefined,
    })),
  );
  digests.close();
});

Deno.test({ name: "digests: a file that was not read to its end has none", permissions: "none" }, async () => {
  const digests = new InputDigests(new StopRequest());
  digests.begin("half", fileOf(10)).take(bytesOf(5));
  await assertRejects(() => digests.all(), Error, "half was not read to its end");
});

Deno.test("digests: a stop is heard while the thread is behind, and a closed thread gives none", async () => {
  const stop = new StopRequest();
  const thread = new HashThread(stop);
  const bytes = bytesOf(1 << 20);
  const adding = (async () => {
    for (;;) await thread.add(bytes);
  })();
  setTimeout(() => stop.ask("SIGTERM"), 50);
  const error = await assertRejects(() => adding, JobError, "interrupted by SIGTERM");
  assertEquals(error.exitCode, 143);
  thread.close();
  await assertRejects(() => thread.end(), Error, "the thread that hashes is closed");
});
