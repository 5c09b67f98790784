/**
 * Before any work: the files of a run must differ, or one would overwrite another.
 *
 * @module
 */
import type { Options } from "../commands/command_line.ts";
import { repeatedInput, sameFile } from "../errors.ts";

/** Flags whose `-` is standard input, or standard error. */
const STREAMS = ["--input", "--log-file"];

/** A file of a run, and the flag that names it. */
interface GivenFile {
  readonly flag: string;
  readonly path: string;
}

/** The most links that are followed: they may form a loop. */
const MOST_LINKS = 40;

/**
 * Checks that inputs, config and outputs are different files, by device and inode, with links followed. Files that do not
 * exist yet are told apart by their directory and name.
 *
 * @throws {JobError} of kind usage.
 */
export function requireDistinctFiles(options: Options): void {
  const files = [
    ...options.inputs.map((path) => ({ flag: "--input", path })),
    { flag: "--config", path: options.config },
    { flag: "--output", path: options.output },
    { flag: "--log-file", path: options.logFile },
    { flag: "--signals", path: options.signals },
    { flag: "--rejects", path: options.rejects },
    { flag: "--manifest", path: options.manifest },
    { flag: "--resume", path: options.resume },
    { flag: "--checkpoint", path: options.checkpoint },
    { flag: "--report", path: options.report },
    { flag: "--prometheus", path: options.prometheus },
    { flag: "--previous", path: options.previous },
  ].filter(isGiven).filter(({ flag, path }) => path !== "-" || !STREAMS.includes(flag));

  const byIdentity = new Map<string, GivenFile>();
  const byPath = new Map<string, GivenFile>();
  for (const file of files) {
    const { flag, path } = file;
    const identity = identityOf(path, MOST_LINKS);
    // The path too: looking it up may have failed once and succeeded once.
    const other = byIdentity.get(identity) ?? byPath.get(path);
    if (other !== undefined) {
      throw flag === other.flag ? repeatedInput(path, other.path) : sameFile(flag, other.flag, path);
    }
    byIdentity.set(identity, file);
    byPath.set(path, file);
  }
}

function isGiven(file: { flag: string; path: string | undefined }): file is GivenFile {
  return file.path !== undefined;
}

/** The same text for all paths of one file. For a path that can't be looked up it is the path: opening it will show why. */
function identityOf(path: string, links: number): string {
  try {
    const info = Deno.statSync(path);
    return info.ino === null ? Deno.realPathSync(path) : `${info.dev}:${info.ino}`;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) return path;
  }
  const isWindows = Deno.build.os === "windows";
  const [name = ""] = (isWindows ? /[^/\\]*$/ : /[^/]*$/).exec(path) ?? [];
  const directory = path.slice(0, path.length - name.length);
  try {
    const target = Deno.readLinkSync(path);
    const isAbsolute = (isWindows ? /^([/\\]|[A-Za-z]:)/ : /^\//).test(target);
    return links === 0 ? path : identityOf(isAbsolute ? target : `${directory}${target}`, links - 1);
  } catch {
    // Neither a file nor a link: the name is free.
  }
  try {
    return `${Deno.realPathSync(directory || ".")}/${name}`;
  } catch {
    return path;
  }
}
