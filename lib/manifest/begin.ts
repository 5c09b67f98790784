/**
 * `--manifest FILE`: what a run has read and written, with digests.
 *
 * @module
 */
import type { Options } from "../commands/command_line.ts";
import type { Config } from "../config/config.ts";
import { configFields } from "../config/fields.ts";
import type { InputDigests } from "../digests/input_digests.ts";
import { DigestedFile } from "../digests/output_digest.ts";
import { sha256 } from "../digests/sha256.ts";
import { nameLeadsOut } from "../errors.ts";
import { STANDARD_INPUT } from "../inputs/source.ts";
import { AtomicFile, piecesOf, type Text, writeOutput } from "../outputs/atomic_file.ts";
import type { BeginFile, OutputName, WrittenFile } from "../outputs/run_outputs.ts";
import type { Figures } from "../rows/consumer.ts";
import { lineage } from "../version.ts";
import { isBelow } from "./names.ts";
import { type Resource, runCounts, statementText } from "./statement.ts";

/** What is known once the run has succeeded. */
interface Result {
  readonly config: Config;
  /** The config as it was read. */
  readonly configBytes: Uint8Array;
  readonly metrics: Text;
  readonly figures: Figures;
  readonly skippedRows: number;
  /** The state that the run went on from. */
  readonly resume: { readonly name: string; readonly bytes: Uint8Array } | undefined;
}

/** The manifest of a run. It is an output whose text is known last, when all others are in place. */
export class Manifest implements WrittenFile {
  readonly #digests: InputDigests;
  readonly #path: string;
  readonly #options: Options;
  readonly #files = new Map<OutputName, DigestedFile>();
  /** The run's; undefined while it is not known. */
  result: Result | undefined;

  /** @throws {JobError} of kind usage, if a file of the run is not below the folder that the run starts in. */
  constructor(path: string, options: Options, digests: InputDigests) {
    this.#path = path;
    this.#options = options;
    this.#digests = digests;
    const { inputs, config, output, signals, rejects, report, resume } = options;
    const outputs = { "--output": output, "--signals": signals, "--rejects": rejects, "--report": report };
    for (const input of inputs) if (input !== STANDARD_INPUT) requireBelow("--input", input);
    for (const [flag, name] of Object.entries({ "--config": config, ...outputs, "--resume": resume })) {
      if (name !== undefined) requireBelow(flag, name);
    }
  }

  /** Begins an output, with its digest taken as it is written. */
  readonly begin: BeginFile = (name, path) => {
    const file = new DigestedFile(new AtomicFile(path));
    this.#files.set(name, file);
    return file;
  };

  drain(): Promise<void> {
    return Promise.resolve();
  }

  /** Writes the manifest. All other outputs must be in place. */
  async commit(): Promise<void> {
    if (this.result === undefined) throw new Error("a manifest of a run without a result");
    const { config, configBytes, metrics, figures, skippedRows, resume } = this.result;
    const options = this.#options;
    const metricsPieces = piecesOf(metrics);
    const read = await this.#digests.all();
    const text = statementText({
      outputs: [
        resource(options.output, bytesOf(metricsPieces), sha256(metricsPieces), {
          ...runCounts(config, figures, skippedRows),
        }),
        ...this.#written("signals", options.signals),
        ...this.#written("rejects", options.rejects),
        ...this.#written("report", options.report),
      ],
      inputs: [
        ...read.map(({ name, bytes, sha256, isFile }) => resource(name, bytes, sha256, isFile ? {} : { stream: true })),
        resource(options.config, configBytes.length, sha256([configBytes]), {}),
        ...(resume === undefined ? [] : [resource(resume.name, resume.bytes.length, sha256([resume.bytes]), {})]),
      ],
      parameters: {
        inputs: read.map(({ name }) => portable(name)),
        config: portable(options.config),
        output: portable(options.output),
        signals: options.signals && portable(options.signals),
        rejects: options.rejects && portable(options.rejects),
        report: options.report && portable(options.report),
        resume: resume && portable(resume.name),
        settings: configFields(config),
      },
      builder: lineage(),
    });
    this.#digests.close();
    writeOutput(this.#path, text);
  }

  discard(): void {
    this.#digests.close();
  }

  #written(name: OutputName, path: string | undefined): Resource[] {
    const file = this.#files.get(name);
    if (path === undefined || file === undefined) return [];
    if (file.sha256 === undefined) throw new Error(`${name} is not in place`);
    return [resource(path, file.bytes, file.sha256, {})];
  }
}

function resource(name: string, bytes: number, sha256: string, more: Resource["annotations"]): Resource {
  return { name: portable(name), digest: { sha256 }, annotations: { bytes, ...more } };
}

function requireBelow(flag: string, name: string): void {
  if (!isBelow(name)) throw nameLeadsOut(flag, name);
}

/** A manifest is read on any system. */
function portable(name: string): string {
  return Deno.build.os === "windows" ? name.replaceAll("\\", "/") : name;
}

function bytesOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}
