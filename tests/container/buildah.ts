/**
 * Builds with buildah and runs with runc, as root and without a daemon.
 *
 * @module
 */
import { withBases } from "./bases.ts";
import type { Engine, ImageConfig, Mount, Running, RunOptions } from "./engine.ts";
import { must, run } from "./process.ts";

/** The id that a container's first process has. */
const USER = 65532;

export class Buildah implements Engine {
  readonly name = "buildah and runc";
  /** What takes the place of the project's bases. */
  bases: readonly string[] = [];
  readonly #root: string;
  readonly #folder: string;
  readonly #env: Record<string, string>;

  private constructor(root: string, folder: string, env: Record<string, string>) {
    this.#root = root;
    this.#folder = folder;
    this.#env = env;
  }

  /** @param folder For images and containers; whoever made it removes it. */
  static async create(root: string, folder: string): Promise<Buildah> {
    const env = { BUILDAH_ISOLATION: "chroot", CONTAINERS_STORAGE_CONF: `${folder}/storage.conf` };
    // Layers over each other are faster than copies, where the file system can do it.
    for (const driver of ["overlay", "vfs"]) {
      const places = `graphroot = "${folder}/${driver}"\nrunroot = "${folder}/${driver}-run"\n`;
      await Deno.writeTextFile(`${folder}/storage.conf`, `[storage]\ndriver = "${driver}"\n${places}`);
      if ((await run(["buildah", "info"], env)).code === 0) break;
    }
    return new Buildah(root, folder, env);
  }

  /** Whether it can work here, or what it lacks. */
  static async obstacle(): Promise<string | undefined> {
    if (Deno.build.os !== "linux" || Deno.uid() !== 0) return "it needs root on Linux";
    for (const program of ["buildah", "runc", "mmdebstrap"]) {
      const { code } = await run(["sh", "-c", `command -v ${program}`]);
      if (code !== 0) return `${program} is not installed`;
    }
    return undefined;
  }

  async build(image: string, buildArgs: Readonly<Record<string, string>>): Promise<string> {
    const file = `${this.#folder}/Dockerfile`;
    await Deno.writeTextFile(file, withBases(await Deno.readTextFile(`${this.#root}/Dockerfile`), this.bases));
    return await this.buildFile(file, this.#root, image, buildArgs);
  }

  /** Builds any Dockerfile, with what is here only. */
  async buildFile(
    file: string,
    context: string,
    image: string,
    buildArgs: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const args = Object.entries(buildArgs).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]);
    const fixed = ["--pull-never", "--timestamp", "0", "--format", "oci", "--file", file, "--tag", image];
    await this.#buildah(["build", ...fixed, ...args, context]);
    return JSON.parse(await this.#buildah(["inspect", "--type", "image", image])).FromImageDigest;
  }

  async config(image: string): Promise<ImageConfig> {
    return JSON.parse(await this.#buildah(["inspect", "--type", "image", image])).OCIv1.config;
  }

  async sizeBytes(image: string): Promise<number> {
    return await this.#withRoot(image, async (root) => Number((await must(["du", "-sb", root])).split("\t")[0]));
  }

  async copy(image: string, path: string, to: string): Promise<void> {
    await this.#withRoot(image, async (root) => {
      await must(["cp", "--preserve=mode,ownership", `${root}${path}`, to]);
    });
  }

  async start(image: string, options: RunOptions): Promise<Running> {
    const { root, container } = await this.#mount(image);
    const bundle = `${this.#folder}/${container}`;
    await Deno.mkdir(bundle);
    const spec = await specFor(bundle, root, await this.config(image), options);
    await Deno.writeTextFile(`${bundle}/config.json`, JSON.stringify(spec));
    const child = new Deno.Command("runc", {
      args: ["--root", `${this.#folder}/runc`, "run", "--bundle", bundle, container],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const finished = child.output().then(async ({ code, stdout, stderr }) => {
      await this.#unmount(container);
      return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
    });
    if (options.flags?.includes("-") !== true) await child.stdin.close();
    const signal = (name: string) => run(["runc", "--root", `${this.#folder}/runc`, "kill", container, name]);
    return {
      finished,
      async stop() {
        await signal("TERM");
        const timer = setTimeout(() => signal("KILL"), 1000);
        await finished;
        clearTimeout(timer);
        await child.stdin.close().catch(() => {});
      },
    };
  }

  async filesAfterRun(image: string, options: RunOptions) {
    // The run writes into the container's own copy, which is looked at before it goes.
    const { root, container } = await this.#mount(image);
    try {
      const bundle = `${this.#folder}/${container}`;
      await Deno.mkdir(bundle);
      const spec = await specFor(bundle, root, await this.config(image), options);
      await Deno.writeTextFile(`${bundle}/config.json`, JSON.stringify(spec));
      const finished = await run(["runc", "--root", `${this.#folder}/runc`, "run", "--bundle", bundle, container]);
      const names = [".", ...[...Deno.readDirSync(`${root}/job`)].map(({ name }) => name).sort()];
      const owners = Object.fromEntries(names.map((name) => [name, Deno.statSync(`${root}/job/${name}`).uid ?? -1]));
      return { finished, owners };
    } finally {
      await this.#unmount(container);
    }
  }

  async program(image: string, path: string, options: RunOptions): Promise<() => Promise<void>> {
    const { root, container } = await this.#mount(image);
    const bundle = `${this.#folder}/${container}`;
    await Deno.mkdir(bundle);
    const cwd = { from: "@CWD@", to: "@CWD@", writable: true };
    const spec = await specFor(bundle, root, await this.config(image), {
      ...options,
      flags: [...options.flags ?? [], "@FLAGS@"],
      mounts: [...options.mounts ?? [], cwd],
      hardened: true,
    });
    // The folders of the tests belong to whoever runs them.
    spec.process = { ...spec.process, cwd: "@CWD@", user: { uid: 0, gid: 0 } };
    await Deno.writeTextFile(`${bundle}/template.json`, JSON.stringify(spec));
    await Deno.writeTextFile(
      path,
      `#!/bin/sh
bundle=$(mktemp -d '${bundle}/run-XXXXXXXX')
flags=''
for flag; do flags="$flags,\\"$flag\\""; done
sed "s|,\\"@FLAGS@\\"|$flags|; s|@CWD@|$PWD|g" '${bundle}/template.json' >"$bundle/config.json"
exec runc --root '${this.#folder}/runc' run --bundle "$bundle" "\${bundle##*/}"
`,
      { mode: 0o755 },
    );
    return () => this.#unmount(container);
  }

  async #withRoot<T>(image: string, use: (root: string) => Promise<T>): Promise<T> {
    const { root, container } = await this.#mount(image);
    try {
      return await use(root);
    } finally {
      await this.#unmount(container);
    }
  }

  async #mount(image: string): Promise<{ root: string; container: string }> {
    const container = await this.#buildah(["from", "--pull-never", image]);
    return { root: await this.#buildah(["mount", container]), container };
  }

  async #unmount(container: string): Promise<void> {
    await this.#buildah(["rm", container]);
    // Names of containers come again.
    await must(["rm", "-rf", `${this.#folder}/${container}`]);
  }

  async #buildah(args: readonly string[]): Promise<string> {
    return await must(["buildah", ...args], this.#env);
  }
}

/** The part of an OCI runtime's configuration that is changed here. */
interface Spec {
  process: Record<string, unknown>;
  root: { path: string; readonly: boolean };
  mounts: unknown[];
  linux: { resources?: unknown; namespaces: unknown[] };
}

/** What runc is to do: its own default, with the image's entry, user, folder and environment. */
async function specFor(bundle: string, root: string, image: ImageConfig, options: RunOptions): Promise<Spec> {
  await must(["runc", "spec", "--bundle", bundle]);
  const spec: Spec = JSON.parse(await Deno.readTextFile(`${bundle}/config.json`));
  await Deno.remove(`${bundle}/config.json`);
  const { hardened = false, env = {}, mounts = [] } = options;
  if (image.User !== `${USER}:${USER}`) throw new Error(`the image's user is ${image.User}, expected ${USER}:${USER}`);
  const none = { bounding: [], effective: [], permitted: [], inheritable: [], ambient: [] };
  spec.process = {
    ...spec.process,
    terminal: false,
    user: options.user ?? { uid: USER, gid: USER },
    args: [...options.entry ?? image.Entrypoint ?? [], ...options.flags ?? image.Cmd ?? []],
    env: [...image.Env ?? [], ...Object.entries(env).map(([name, value]) => `${name}=${value}`)],
    cwd: image.WorkingDir ?? "/",
    noNewPrivileges: hardened,
    ...(hardened ? { capabilities: none } : {}),
  };
  spec.root = { path: root, readonly: hardened };
  spec.mounts.push(...mounts.map(mountPoint));
  return spec;
}

function mountPoint({ from, to, writable }: Mount): unknown {
  return { destination: to, type: "bind", source: from, options: ["rbind", writable ? "rw" : "ro"] };
}
