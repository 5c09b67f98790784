import { assertEquals } from "@std/assert";
import { segmentBytesOf, threadCount } from "../../lib/threads/count.ts";

const CASES: readonly [
  name: string,
  wanted: number | undefined,
  megabytes: number,
  window: number,
  cores: number,
  count: number,
][] = [
  ["a small file", undefined, 1, 5, 8, 1],
  ["an empty file", undefined, 0, 5, 8, 1],
  ["just too small for two", undefined, 139, 5, 8, 1],
  ["enough for two", undefined, 140, 5, 8, 2],
  ["no more than cores", undefined, 4000, 5, 2, 2],
  ["one core", undefined, 4000, 5, 1, 1],
  ["no more than four unasked", undefined, 4000, 5, 64, 4],
  ["a long window", undefined, 4000, 10_000, 8, 4],
  ["too long a window", undefined, 4000, 10_001, 8, 1],
  ["as many as are wanted", 7, 1, 100_000, 2, 7],
  ["one is wanted", 1, 4000, 5, 8, 1],
];

for (const [name, wanted, megabytes, window, cores, count] of CASES) {
  Deno.test({
    name: `thread count: ${name}`,
    permissions: "none",
    fn: () => assertEquals(threadCount(wanted, megabytes * 1e6, window, cores), count),
  });
}

Deno.test({ name: "threads: segments of large files are larger, in whole MiB", permissions: "none" }, () => {
  const mebibytes = (size: number) => segmentBytesOf(size * 2 ** 20) / 2 ** 20;
  assertEquals([0, 1, 256, 257, 700, 1024, 1025, 9000].map(mebibytes), [4, 4, 4, 5, 11, 16, 16, 16]);
});
