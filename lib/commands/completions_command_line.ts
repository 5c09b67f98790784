/**
 * The command line of `batch-signal completions`.
 *
 * @module
 */
import { notOneWord } from "../errors.ts";
import type { HelpCommand } from "./usage.ts";

/** The shells that there are scripts for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = typeof SHELLS[number];

/** A command line of `completions`. */
export type CompletionsCommand =
  | { readonly name: "completions"; readonly shell: Shell }
  | HelpCommand;

export const COMPLETIONS_USAGE = `batch-signal completions: a script that completes the command line in a shell

usage:
  batch-signal completions bash|zsh|fish

  -h, --help  print this page

exit codes: 0 printed; 2 no shell, or another one

example:
  batch-signal completions bash > ~/.local/share/bash-completion/completions/batch-signal
`;

/**
 * Reads the words after `completions`.
 *
 * @throws {JobError} of kind usage: no shell, another one, or something more.
 */
export function readCompletionsCommand(argv: readonly string[]): CompletionsCommand {
  if (argv.includes("--help") || argv.includes("-h")) return { name: "help", text: COMPLETIONS_USAGE };
  const shell = SHELLS.find((shell) => shell === argv[0]);
  if (shell === undefined || argv.length > 1) throw notOneWord("completions", argv, SHELLS);
  return { name: "completions", shell };
}
