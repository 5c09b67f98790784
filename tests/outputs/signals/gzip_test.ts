import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { gunzipSync } from "node:zlib";
import type { OutputFile } from "../../../lib/outputs/atomic_file.ts";
import { GzipSink } from "../../../lib/outputs/signals/gzip.ts";

/** Keeps what is written. */
class MemoryFile implements OutputFile {
  readonly pieces: Uint8Array[] = [];
  isCommitted = false;

  write(bytes: Uint8Array): void {
    this.pieces.push(bytes.slice());
  }

  append(bytes: Uint8Array): Promise<void> {
    return Promise.resolve(this.write(bytes));
  }

  commit(): void {
    this.isCommitted = true;
  }

  discard(): void {}

  get bytes(): Uint8Array {
    const all = new Uint8Array(this.pieces.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const piece of this.pieces) {
      all.set(piece, at);
      at += piece.length;
    }
    return all;
  }
}

/** Bytes that are like lines, or like nothing. */
function drawn(length: number, isRandom: boolean): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, (_, n) => {
    state = Math.imul(state, 1_664_525) + 1_013_904_223;
    return isRandom ? state >>> 24 : n % 9 === 8 ? 0x0a : 0x30 + (state >>> 29);
  });
}

async function gzipped(bytes: Uint8Array, pieceBytes: number): Promise<Uint8Array> {
  const file = new MemoryFile();
  const sink = new GzipSink("s.csv.gz", file);
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    sink.write(bytes.subarray(start, start + pieceBytes));
    await sink.drain();
  }
  await sink.commit();
  assert(file.isCommitted);
  return file.bytes;
}

function areSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, n) => byte === b[n]);
}

const CHUNK_BYTES = 1 << 18;

/** The first permissions let the thread begin; without any all is compressed on this one. */
for (const permissions of [{ read: true }, "none"] as const) {
  const name = permissions === "none" ? "on one thread" : "on two threads";
  Deno.test(
    { name: `gzip: any bytes in any pieces, ${name}, give one file that has them all`, permissions },
    async () => {
      for (const length of [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 20 * CHUNK_BYTES + 7]) {
        for (const isRandom of [false, true]) {
          const bytes = drawn(length, isRandom);
          const file = await gzipped(bytes, 1 << 22);
          assert(areSame(gunzipSync(file), bytes), `${length}`);
          assertEquals([...file.subarray(0, 10)], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
          assert(areSame(await gzipped(bytes, 99_999), file), `${length} in pieces`);
        }
      }
    },
  );
}

Deno.test({ name: "gzip: nothing is taken after a discard", permissions: { read: true } }, async () => {
  const file = new MemoryFile();
  const sink = new GzipSink("s.csv.gz", file);
  sink.write(drawn(3 * CHUNK_BYTES, false));
  sink.discard();
  assertThrows(() => sink.write(new Uint8Array(1)), Error, "the file is committed or discarded");
  await assertRejects(() => sink.commit(), Error, "the file is committed or discarded");
  assert(!file.isCommitted);
});

Deno.test({ name: "gzip: threads give the bytes that one gives", permissions: { read: true } }, async () => {
  const bytes = drawn(40 * CHUNK_BYTES, false);
  const first = await gzipped(bytes, 1 << 16);
  for (let n = 0; n < 5; n++) assert(areSame(await gzipped(bytes, 1 << (16 + n)), first));
});
