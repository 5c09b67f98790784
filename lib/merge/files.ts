/**
 * The metrics files that a command names. Each is looked up once: a hundred thousand of them take time, and memory for what
 * the system says of them.
 *
 * @module
 */
import { cannotRead, fileTooLarge, type JobError, notMetrics, notReadableFile } from "../errors.ts";
import { filesNamedBy } from "../inputs/glob.ts";
import type { StopRequest } from "../stop.ts";

/** Metrics of a million symbols have 120 MB, and a text of more than 512 MiB is more than the runtime can hold. */
export const MOST_BYTES: number = 256 << 20;

/** How many files are looked at or read before events are let in: each time takes memory, if only for a moment. */
export const FILES_PER_BREATH = 64;

/** What is known of a path before it is read. */
export interface Standing {
  /** The same text for all paths of one file, with links followed; for a path that names nothing, that path. */
  readonly identity: string;
  readonly isFolder: boolean;
  /** Why it is not to be read: it is no regular file, or too large. A FIFO could wait forever, and nothing would be heard. */
  readonly refusal: JobError | undefined;
}

/** What a file is wanted to be, in errors. */
const METRICS = "metrics of batch-signal";

/**
 * @param wanted What the file should be.
 * @throws {JobError} of kind io, if it can't be looked up: it might be another path of any file.
 */
export function standingOf(path: string, wanted = METRICS): Standing {
  try {
    const { isFile, isDirectory: isFolder, size, ino, dev } = Deno.statSync(path);
    const identity = ino === null ? Deno.realPathSync(path) : `${dev}:${ino}`;
    const refusal = isFolder
      ? cannotRead(path, new Deno.errors.IsADirectory())
      : !isFile
      ? notReadableFile(path)
      : size > MOST_BYTES
      ? fileTooLarge(path, MOST_BYTES, wanted)
      : undefined;
    return { identity, isFolder, refusal };
  } catch (error) {
    // Reading it will tell.
    if (error instanceof Deno.errors.NotFound) return { identity: path, isFolder: false, refusal: undefined };
    throw cannotRead(path, error);
  }
}

/** The files that names and patterns name. */
export interface FoundFiles {
  readonly paths: readonly string[];
  /** As {@linkcode Standing.identity}: fewer than paths, where a file is named twice. */
  readonly identities: ReadonlySet<string>;
  /** Why the first that can't be read can't. */
  readonly failure: JobError | undefined;
}

/** @throws {JobError} of kind io, if a file can't be looked up; or interrupted. */
export async function findFiles(names: readonly string[], stop: StopRequest): Promise<FoundFiles> {
  const paths: string[] = [];
  const identities = new Set<string>();
  let kept = 0;
  let failure: JobError | undefined;
  const keep = ({ identity, refusal }: Standing) => {
    identities.add(identity);
    kept++;
    failure ??= refusal;
  };
  const isNamed = (path: string) => {
    const standing = standingOf(path);
    if (!standing.isFolder) keep(standing);
    return !standing.isFolder;
  };
  let looks = 0;
  const lookAt = (path: string) =>
    ++looks % FILES_PER_BREATH === 0 ? stop.breathe().then(() => isNamed(path)) : isNamed(path);
  for (const name of names) {
    const found = await filesNamedBy([name], stop, lookAt);
    failure ??= found.failure;
    for (const path of found.paths) paths.push(path);
    // What is no pattern has not been looked up.
    if (kept < paths.length) keep(standingOf(name));
    await stop.breathe();
  }
  return { paths, identities, failure };
}

/**
 * The text of a file.
 *
 * @throws {JobError} of kind io, or of kind data if it is not UTF-8.
 */
export function readText(path: string, wanted = METRICS): string {
  try {
    // Bytes would outlive the text: with those of 100,000 files the memory grows by 40 MB.
    const text = Deno.readTextFileSync(path);
    // It stands for what is not UTF-8, or for itself.
    if (text.includes("\ufffd") && !isUtf8(Deno.readFileSync(path))) {
      throw notMetrics(path, "the file is not UTF-8", wanted);
    }
    return text;
  } catch (error) {
    throw cannotRead(path, error);
  }
}

/**
 * The text of a regular file that is not too large.
 *
 * @param wanted What it should be, for errors.
 * @throws {JobError} as {@linkcode standingOf} and {@linkcode readText}.
 */
export function readRegularText(path: string, wanted = METRICS): string {
  const { refusal } = standingOf(path, wanted);
  if (refusal !== undefined) throw refusal;
  return readText(path, wanted);
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
