/**
 * `batch-signal completions SHELL`: a script that completes the command line. What there is to complete is read from the
 * usage of each command, so that no flag is written twice.
 *
 * @module
 */
import { type Shell, SHELLS } from "./completions_command_line.ts";
import { SCHEMAS } from "./schema_command_line.ts";
import { type Usage, usages } from "./usages.ts";

const PROGRAM = "batch-signal";
/** What some values are, by their flags. Other values are files. */
const WORDS: Readonly<Record<string, readonly string[]>> = { "--log-format": ["text", "json"] };
/** What follows a verb that takes one word. */
const AFTER_VERB: Readonly<Record<string, readonly string[]>> = { completions: SHELLS, schema: SCHEMAS };
/** What a value is called that is no file. */
const NO_FILES = ["N", "TIME", "SHARE", "NAME"];

/** The script for a shell. */
export function completions(shell: Shell): string {
  const all = usages();
  return shell === "bash" ? bash(all) : shell === "zsh" ? zsh(all) : fish(all);
}

const verbsOf = (all: readonly Usage[]) => all.map(({ verb }) => verb).filter((verb) => verb !== "");
const spellingsOf = ({ flags }: Usage) =>
  flags.flatMap(({ name, short }) => short === undefined ? [name] : [short, name]);

function bash(all: readonly Usage[]): string {
  const valued = all.flatMap(({ flags }) => flags).filter(({ value }) =>
    value !== undefined && NO_FILES.includes(value)
  );
  const plain = [...new Set(valued.map(({ name }) => name))].filter((name) => WORDS[name] === undefined);
  const words = Object.entries(WORDS).map(([flag, values]) =>
    `    ${flag}) mapfile -t COMPREPLY < <(compgen -W '${values.join(" ")}' -- "$word"); return ;;\n`
  );
  const flags = all.filter(({ verb }) => AFTER_VERB[verb] === undefined).map((usage) =>
    `    ${usage.verb === "" ? "*" : usage.verb}) flags='${spellingsOf(usage).join(" ")}' ;;\n`
  );
  const ofVerbs = Object.entries(AFTER_VERB).map(([verb, words]) =>
    `    ${verb}) [ "$COMP_CWORD" -eq 2 ] && mapfile -t COMPREPLY < <(compgen -W '${
      words.join(" ")
    }' -- "$word"); return ;;\n`
  );
  return `# bash completion for ${PROGRAM}: put this into ~/.local/share/bash-completion/completions/${PROGRAM}
_batch_signal() {
  local word=\${COMP_WORDS[COMP_CWORD]} flags
  COMPREPLY=()
  case \${COMP_WORDS[COMP_CWORD - 1]} in
${words.join("")}    ${plain.join(" | ")}) return ;;
  esac
  case \${COMP_WORDS[1]} in
${ofVerbs.join("")}${flags.filter((line) => !line.startsWith("    *")).join("")}${
    flags.filter((line) => line.startsWith("    *")).join("")
  }  esac
  if [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
    if [ "$COMP_CWORD" -eq 1 ]; then
      mapfile -t -O "\${#COMPREPLY[@]}" COMPREPLY < <(compgen -W '${verbsOf(all).join(" ")}' -- "$word")
    fi
    compopt -o filenames 2>/dev/null
  fi
}
complete -F _batch_signal ${PROGRAM}
`;
}

/** A text within single quotes, for zsh and fish. */
function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "'\\''")}'`;
}

function zsh(all: readonly Usage[]): string {
  const specs = ({ flags }: Usage) =>
    flags.map(({ name, short, value, help }) => {
      const text = help.replace(/[\[\]:]/g, " ");
      const action = value === undefined
        ? ""
        : `:${value}:${
          WORDS[name] !== undefined ? `(${WORDS[name].join(" ")})` : NO_FILES.includes(value) ? "" : "_files"
        }`;
      const names = short === undefined
        ? `${quoted(`*${name}[${text}]${action}`)}`
        : `'*'{${short},${name}}${quoted(`[${text}]${action}`)}`;
      return `      ${names} \\\n`;
    }).join("");
  const cases = all.filter(({ verb }) => verb !== "" && AFTER_VERB[verb] === undefined).map((usage) =>
    `    ${usage.verb})
      _arguments \\
${specs(usage)}      '*:file:_files' ;;
`
  ).join("");
  const ofVerbs = Object.entries(AFTER_VERB).map(([verb, words]) =>
    `    ${verb}) _arguments '2:${verb}:(${words.join(" ")})' ;;\n`
  );
  const [run] = all;
  return `#compdef ${PROGRAM}
# zsh completion for ${PROGRAM}: put this into a folder of $fpath, as _${PROGRAM}
_batch_signal() {
  case \${words[2]} in
${ofVerbs.join("")}${cases}    *)
      (( CURRENT == 2 )) && compadd ${verbsOf(all).join(" ")}
      _arguments \\
${run === undefined ? "" : specs(run)}      '*:file:_files' ;;
  esac
}
_batch_signal "$@"
`;
}

function fish(all: readonly Usage[]): string {
  const verbs = verbsOf(all).join(" ");
  const lines = all.flatMap(({ verb, flags }) =>
    flags.map(({ name, short, value, help }) => {
      const condition = verb === ""
        ? `not __fish_seen_subcommand_from ${verbs}`
        : `__fish_seen_subcommand_from ${verb}`;
      const words = WORDS[name];
      const argument = value === undefined
        ? ""
        : words !== undefined
        ? ` -x -a ${quoted(words.join(" "))}`
        : NO_FILES.includes(value)
        ? " -x"
        : " -r -F";
      const alias = short === undefined ? "" : ` -s ${short.slice(1)}`;
      return `complete -c ${PROGRAM} -n ${quoted(condition)}${alias} -l ${name.slice(2)}${argument} -d ${
        quoted(help)
      }\n`;
    })
  );
  const ofVerbs = Object.entries(AFTER_VERB).map(([verb, words]) =>
    `complete -c ${PROGRAM} -n '__fish_seen_subcommand_from ${verb}' -f -a ${quoted(words.join(" "))}\n`
  );
  return `# fish completion for ${PROGRAM}: put this into ~/.config/fish/completions/${PROGRAM}.fish
complete -c ${PROGRAM} -n __fish_use_subcommand -a ${quoted(verbs)}
${ofVerbs.join("")}${lines.join("")}`;
}
