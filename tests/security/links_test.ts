import { assert, assertEquals } from "@std/assert";
import { Folder } from "../command.ts";
import { recordAtEnd, Tally } from "../evidence.ts";
import { assertFailedHonestly, assertSucceeded, FAULT_FILES } from "../faults/honest.ts";
import { type Call, ERRORS, inject, IS_INJECTABLE, UNLESS_INJECTABLE } from "../faults/injector.ts";

const planted = new Tally({
  promise: "A link that someone plants where an output will be is not followed",
  tested: "Links are planted at each moment between the look at an output and the writing of it",
  sought: "files written through a link",
});
const modes = new Tally({
  promise: "Outputs, temporary files among them, have no more permissions than the umask leaves",
  tested: "Modes under several umasks, also where an old file had others",
  sought: "files with more",
});
recordAtEnd("security-links", "Links and modes", [planted, modes]);
if (!IS_INJECTABLE) planted.skip(UNLESS_INJECTABLE.trim());

const FILES = { ...FAULT_FILES, "precious": "precious" };

/** Numbers of the calls of a run with these name and file, from 1. */
function numbersOf(calls: readonly Call[], name: string, file: string): number[] {
  return [...calls.entries()].filter(([, call]) => call.name === name && call.file === file).map(([n]) => n + 1);
}

async function calls(faults: readonly (readonly [number, `errno ${number}`])[] = []): Promise<readonly Call[]> {
  using folder = new Folder(FILES);
  return (await inject(folder, { faults })).calls;
}

Deno.test(
  { name: `security: a link planted as log is not followed${UNLESS_INJECTABLE}`, ignore: !IS_INJECTABLE },
  async () => {
    const numbers = numbersOf(await calls(), "open", "run.log");
    assertEquals(numbers.length, 1);
    for (const number of numbers) {
      await planted.count(async () => {
        using folder = new Folder(FILES);
        const { finished } = await inject(folder, { faults: [[number, "run ln -s precious run.log"]] });
        const message = "run.log: cannot be written: it exists already";
        assertFailedHonestly(folder, finished, { code: 5, message }, { log: true });
        assertEquals(folder.read("precious"), "precious");
      });
    }
  },
);

Deno.test(
  { name: `security: a link planted as metrics is not followed${UNLESS_INJECTABLE}`, ignore: !IS_INJECTABLE },
  async () => {
    const clean = await calls();
    const lookedAt = clean.findIndex(({ name, file }) => name === "unlink" && file === "metrics.json") + 1;
    const renamed = numbersOf(clean, "rename", "temporary")[0] ?? 0;
    assert(lookedAt > 0 && renamed > lookedAt);
    for (const number of [lookedAt + 1, ...numbersOf(clean, "read", "in.csv"), renamed - 1, renamed]) {
      await planted.count(async () => {
        using folder = new Folder(FILES);
        const { finished } = await inject(folder, { faults: [[number, "run ln -s precious metrics.json"]] });
        assertSucceeded(folder, finished);
        assertEquals(folder.read("precious"), "precious");
        assert(Deno.lstatSync(folder.of("metrics.json")).isFile);
      });
    }
  },
);

Deno.test({
  name: `security: a link planted for a file that can't be removed is not emptied${UNLESS_INJECTABLE}`,
  ignore: !IS_INJECTABLE,
}, async () => {
  for (const file of ["metrics.json", "run.log"]) {
    const [unlink = 0] = numbersOf(await calls(), "unlink", file);
    const refused = [unlink, `errno ${ERRORS.EACCES[0]}`] as const;
    // After that the old file would be emptied: the link is planted before each call of it.
    const after = (await calls([refused])).slice(unlink).findIndex(({ file: other }) => other !== file);
    assert(unlink > 0 && after > 1, `${after} calls`);
    for (let number = unlink + 1; number <= unlink + after; number++) {
      await planted.count(async () => {
        using folder = new Folder(FILES);
        const plant = `run rm -f ${file}; ln -s precious ${file}` as const;
        const { finished } = await inject(folder, { faults: [refused, [number, plant]] });
        assertEquals(finished.code, 5);
        assertEquals(folder.read("precious"), "precious", `${file}, call ${number}`);
      });
    }
  }
});

for (const [umask, mode] of [["000", 0o666], ["022", 0o644], ["027", 0o640], ["077", 0o600]] as const) {
  Deno.test(
    { name: `security: modes under umask ${umask}${UNLESS_INJECTABLE}`, ignore: !IS_INJECTABLE },
    () =>
      modes.count(async () => {
        using folder = new Folder(FAULT_FILES);
        // The modes of an earlier run's files are not kept.
        for (const name of ["metrics.json", "run.log"]) Deno.chmodSync(folder.of(name), 0o6777);
        const [, write = 0] = [0, ...numbersOf(await calls(), "write", "temporary")];
        const { finished } = await inject(folder, {
          prefix: `sh -c 'umask ${umask}; exec "$@"' sh`,
          faults: [[write, "run stat -c %a .batch-signal-*.tmp > seen"]],
        });
        assertEquals([finished.code, finished.stderr], [0, ""]);
        assertEquals(folder.read("seen"), `${mode.toString(8)}\n`);
        for (const name of ["metrics.json", "run.log"]) {
          assertEquals((Deno.statSync(folder.of(name)).mode ?? 0) & 0o7777, mode, name);
        }
      }),
  );
}
