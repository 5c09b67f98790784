/**
 * Engines from Debian and PyPI, unpacked into a temporary folder: nothing is installed on the machine.
 *
 * @module
 */
import { must, run, works } from "../container/process.ts";

/** An engine can't be had here. Its message says why, in a line. */
export class Skip extends Error {}

/** The last line that tells of something. */
const lastLine = (text: string) => text.trim().split("\n").at(-1)?.trim() ?? "";

/** Debian packages, for whoever may run apt-get: no rights of root are needed. */
export class Debian {
  readonly #folder: string;
  #lists: Promise<void> | undefined;
  /** By name: several engines may ask for the same packages, at the same time. */
  readonly #roots = new Map<string, Promise<string>>();

  /** @param folder For lists, archives and what is in them; it is there already. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Unpacks packages, and those that they need and that are not installed here.
   *
   * @returns The folder that stands for the root.
   * @throws {Skip} They can't be had.
   */
  unpack(name: string, packages: readonly string[]): Promise<string> {
    const root = this.#roots.get(name) ?? this.#unpack(name, packages);
    this.#roots.set(name, root);
    return root;
  }

  async #unpack(name: string, packages: readonly string[]): Promise<string> {
    if (!await works(["apt-get", "--version"])) throw new Skip("apt-get is not here");
    const [lists, cache, root] = [`${this.#folder}/lists`, `${this.#folder}/${name}`, `${this.#folder}/${name}-root`];
    for (const path of [`${lists}/partial`, `${cache}/archives/partial`, root]) {
      await Deno.mkdir(path, { recursive: true });
    }
    const options = [
      `Dir::State::Lists=${lists}`,
      `Dir::Cache=${cache}`,
      "Debug::NoLocking=1",
      "APT::Sandbox::User=root",
    ]
      .flatMap((option) => ["-o", option]);
    const apt = async (...words: readonly string[]) => {
      const { code, stderr } = await run(["apt-get", "-qq", "-y", ...options, ...words]);
      if (code !== 0) throw new Skip(`apt-get ${words[0]}: ${lastLine(stderr)}`);
    };
    this.#lists ??= apt("update");
    await this.#lists;
    // What is installed here is fetched too, so that it is found in one place.
    await apt("install", "--no-install-recommends", "--download-only", "--reinstall", ...packages);
    for (const { name } of [...Deno.readDirSync(`${cache}/archives`)].filter(({ name }) => name.endsWith(".deb"))) {
      await must(["dpkg-deb", "--extract", `${cache}/archives/${name}`, root]);
    }
    return root;
  }
}

/** The folder of libraries in an unpacked root, such as `usr/lib/x86_64-linux-gnu`. */
export function librariesIn(root: string): string {
  const folder = [...Deno.readDirSync(`${root}/usr/lib`)].find(({ name }) => name.includes("-linux-gnu"));
  if (folder === undefined) throw new Error(`${root}: no folder of libraries`);
  return `${root}/usr/lib/${folder.name}`;
}

/** Runs the tests of `tests/deploy/` that need such programs: fails unless so many pass, and none is left out. */
export async function runTests(programs: string, file: string, filter: string, passed: number): Promise<void> {
  const flags = ["--no-check", "--allow-read", "--allow-write", "--allow-run", "--allow-env", `--filter=${filter}`];
  const env = { PATH: `${programs}:${Deno.env.get("PATH")}`, NO_COLOR: "1" };
  const told = await must([Deno.execPath(), "test", ...flags, `${import.meta.dirname}/../deploy/${file}`], env);
  if (!told.includes(`ok | ${passed} passed | 0 failed`) || told.includes("ignored")) throw new Error(told);
}

/**
 * Python packages in an environment of their own.
 *
 * @returns The folder of its programs.
 * @throws {Skip} They can't be had.
 */
export async function pythonPackages(folder: string, packages: readonly string[]): Promise<string> {
  if (!await works(["python3", "-c", "import venv, ensurepip"])) throw new Skip("python3 with venv is not here");
  await must(["python3", "-m", "venv", folder]);
  const { code, stderr } = await run([`${folder}/bin/pip`, "install", "--quiet", ...packages]);
  if (code !== 0) throw new Skip(`pip install ${packages.join(" ")}: ${lastLine(stderr)}`);
  return `${folder}/bin`;
}
