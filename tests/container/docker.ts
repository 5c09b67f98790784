/**
 * Builds and runs with a Docker daemon, on the real bases.
 *
 * @module
 */
import type { Engine, ImageConfig, Running, RunOptions } from "./engine.ts";
import { must, run, works } from "./process.ts";

const HARDENED = ["--read-only", "--cap-drop=ALL", "--network=none", "--security-opt=no-new-privileges"];

export class Docker implements Engine {
  readonly name = "docker";
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** Whether it can work here, or what it lacks. */
  static async obstacle(): Promise<string | undefined> {
    return await works(["docker", "version"]) ? undefined : "no Docker daemon answers";
  }

  async build(image: string, buildArgs: Readonly<Record<string, string>>): Promise<string> {
    const args = Object.entries(buildArgs).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]);
    // The times of the layers' files are those that the build argument says.
    const fixed = ["--build-arg", "SOURCE_DATE_EPOCH=0", "--provenance=false", "--no-cache", "--tag", image];
    const output = ["--output", "type=docker,rewrite-timestamp=true"];
    await must(["docker", "buildx", "build", ...fixed, ...output, ...args, this.#root]);
    return await must(["docker", "image", "inspect", "--format", "{{.Id}}", image]);
  }

  async config(image: string): Promise<ImageConfig> {
    return JSON.parse(await must(["docker", "image", "inspect", "--format", "{{json .Config}}", image]));
  }

  async sizeBytes(image: string): Promise<number> {
    return Number(await must(["docker", "image", "inspect", "--format", "{{.Size}}", image]));
  }

  async copy(image: string, path: string, to: string): Promise<void> {
    const container = await must(["docker", "create", image]);
    try {
      await must(["docker", "cp", "--archive", `${container}:${path}`, to]);
    } finally {
      await must(["docker", "rm", container]);
    }
  }

  async start(image: string, options: RunOptions): Promise<Running> {
    const container = await this.#create(image, options);
    const isRead = options.flags?.includes("-") === true;
    const child = new Deno.Command("docker", {
      args: ["start", "--attach", ...(isRead ? ["--interactive"] : []), container],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const finished = child.output().then(async ({ code, stdout, stderr }) => {
      await must(["docker", "rm", container]);
      return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
    });
    if (!isRead) await child.stdin.close();
    return {
      finished,
      async stop() {
        await must(["docker", "stop", "--time", "1", container]);
        await finished;
        await child.stdin.close().catch(() => {});
      },
    };
  }

  async filesAfterRun(image: string, options: RunOptions) {
    const container = await this.#create(image, options);
    try {
      const finished = await run(["docker", "start", "--attach", container]);
      // An archive keeps the owners, which a copy made by a user does not.
      const list = await must(["sh", "-c", `docker cp ${container}:/job - | tar --list --verbose --numeric-owner`]);
      const owners = Object.fromEntries(
        list.split("\n").map((line) => {
          const [, owner = "", , , , path = ""] = line.split(/\s+/);
          return [path.replace(/^job\/?/, "") || ".", Number(owner.split("/")[0])];
        }),
      );
      return { finished, owners };
    } finally {
      await must(["docker", "rm", container]);
    }
  }

  async program(image: string, path: string): Promise<() => Promise<void>> {
    const hard = HARDENED.join(" ");
    await Deno.writeTextFile(
      path,
      "#!/bin/sh\n" +
        `exec docker run --rm --interactive ${hard} --user "$(id -u):$(id -g)" ` +
        `--volume "$PWD:$PWD" --workdir "$PWD" ${image} "$@"\n`,
      { mode: 0o755 },
    );
    return async () => {};
  }

  async #create(
    image: string,
    { entry, flags = [], mounts = [], env = {}, hardened, user }: RunOptions,
  ): Promise<string> {
    const [program, ...words] = entry ?? [];
    return await must([
      "docker",
      "create",
      "--interactive",
      ...(hardened === true ? HARDENED : []),
      ...(user === undefined ? [] : ["--user", `${user.uid}:${user.gid}`]),
      ...mounts.flatMap(({ from, to, writable }) => ["--volume", `${from}:${to}:${writable ? "rw" : "ro"}`]),
      ...Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
      ...(program === undefined ? [] : ["--entrypoint", program]),
      image,
      ...words,
      ...flags,
    ]);
  }
}
