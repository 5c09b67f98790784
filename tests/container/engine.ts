/**
 * What the checks need of a container engine.
 *
 * @module
 */
import type { Finished } from "./process.ts";

/** What an image says about itself. */
export interface ImageConfig {
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Env?: readonly string[];
  readonly Labels?: Readonly<Record<string, string>>;
}

/** A folder of this machine in a container. */
export interface Mount {
  readonly from: string;
  readonly to: string;
  readonly writable: boolean;
}

/** How a container runs. */
export interface RunOptions {
  /** In place of the image's own flags. */
  readonly flags?: readonly string[];
  /** In place of the image's own entry. */
  readonly entry?: readonly string[];
  readonly mounts?: readonly Mount[];
  readonly env?: Readonly<Record<string, string>>;
  /** Nothing in the image can be written, no capability is left, there is no network, and none can be gained. */
  readonly hardened?: boolean;
  /** In place of the image's own user. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

/** A container that runs. */
export interface Running {
  /** Sends SIGTERM, and SIGKILL a second later if it still runs. */
  stop(): Promise<void>;
  readonly finished: Promise<Finished>;
}

/** Builds and runs images. */
export interface Engine {
  readonly name: string;
  /**
   * Builds the project's Dockerfile.
   *
   * @returns The digest of what was built: the same for the same content.
   */
  build(image: string, buildArgs: Readonly<Record<string, string>>): Promise<string>;
  config(image: string): Promise<ImageConfig>;
  /** Of all layers, unpacked. */
  sizeBytes(image: string): Promise<number>;
  /** Copies a file of the image. */
  copy(image: string, path: string, to: string): Promise<void>;
  start(image: string, options: RunOptions): Promise<Running>;
  /**
   * Writes a program to `path` that runs the image, hardened, on the folder it is started in and with its arguments.
   *
   * @returns What to call when it is no longer needed.
   */
  program(image: string, path: string, options: RunOptions): Promise<() => Promise<void>>;
  /** What a run leaves in the image's folder `/job`: the names of its files, with the owner of each. */
  filesAfterRun(image: string, options: RunOptions): Promise<{ finished: Finished; owners: Record<string, number> }>;
}
