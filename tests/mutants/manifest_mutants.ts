import type { Mutant } from "./mutants.ts";

const INPUTS = "lib/digests/input_digests.ts";
const OUTPUT = "lib/digests/output_digest.ts";
const THREAD = "lib/digests/hash_thread.ts";
const BEGIN = "lib/manifest/begin.ts";
const LOOK = "lib/manifest/look.ts";
const NAMES = "lib/manifest/names.ts";
const VERIFY = "lib/manifest/verify.ts";

const digestTests = ["digests/input_digests_test.ts"];
const manifestTests = ["manifest/manifest_test.ts"];
const verifyTests = ["manifest/verify_test.ts"];

/** Faults in the manifest of a run, and in what checks it. */
export const MANIFEST_MUTANTS: readonly Mutant[] = [
  {
    fault: "a piece that fills no buffer is hashed with what was there before",
    file: "lib/digests/hash_worker.ts",
    from: "buffer.subarray(0, length)",
    to: "buffer",
    tests: digestTests,
  },
  {
    fault: "of bytes that need several buffers only the first part is hashed",
    file: THREAD,
    from: "start += BUFFER_BYTES",
    to: "start += bytes.length",
    tests: digestTests,
  },
  {
    fault: "a thread that hashes two files goes on with the first",
    file: "lib/digests/hash_worker.ts",
    from: "    hash = new Sha256();\n",
    to: "",
    tests: digestTests,
  },
  {
    fault: "a file that was not read to its end has a digest",
    file: INPUTS,
    from:
      "if (this.#digests === undefined) throw new Error(`${this.#name} was not read to its end`);\n    const { sha256, start } = this.#digests;",
    to: 'const { sha256, start } = this.#digests ?? { sha256: "", start: "" };',
    tests: digestTests,
  },
  {
    fault: "a pipe is said to be a file",
    file: INPUTS,
    from: "new HashedInput(name, file !== undefined, hash)",
    to: "new HashedInput(name, true, hash)",
    tests: digestTests,
  },
  {
    fault: "what is written on another thread is not in the digest of an output",
    file: OUTPUT,
    from: "    this.#add(bytes);\n    return this.#file?.append(bytes)",
    to: "    return this.#file?.append(bytes)",
    tests: manifestTests,
  },
  {
    fault: "an output may lie outside",
    file: BEGIN,
    from: "if (name !== undefined) requireBelow(flag, name)",
    to: "if (name === undefined) requireBelow(flag, name ?? flag)",
    tests: manifestTests,
  },
  {
    fault: "a name may step up",
    file: NAMES,
    from: '!name.split(/[/\\\\]/).includes("..")',
    to: 'name !== ".."',
    tests: ["manifest/names_test.ts"],
  },
  {
    fault: "a link may lead out",
    file: LOOK,
    from: 'if (!isIn(folder, real)) return "outside";',
    to: "",
    tests: verifyTests,
  },
  {
    fault: "a folder whose name begins like the other's is taken for it",
    file: LOOK,
    from: "folder.endsWith(separator) ? folder : `${folder}${separator}`",
    to: "folder",
    tests: verifyTests,
  },
  {
    fault: "what is missing does not count",
    file: VERIFY,
    from: "filesThat(missing, ",
    to: "filesThat(0 * missing, ",
    tests: verifyTests,
  },
  {
    fault: "a count that differs when computed again does not matter",
    file: VERIFY,
    from: 'again.some((line) => !line.endsWith(": ok"))',
    to: "again.length === 0",
    tests: verifyTests,
  },
];
