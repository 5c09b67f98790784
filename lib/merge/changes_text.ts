/**
 * Changes between two metrics → a table for people, for Markdown, or JSON.
 *
 * @module
 */
import { escapeUnsafe } from "../text/escape.ts";
import type { Changes, SymbolChange, Value } from "./changes.ts";

/** What `--max-change` says. */
export interface Limit {
  /** `5%`. */
  readonly text: string;
  readonly isExceeded: boolean;
}

/** A row of a table: names and texts as they are, and numbers as they are written. */
type Row = readonly [name: string, a: string, b: string, change: string];

/** Tables for a terminal. Symbols that have not changed are counted only. */
export function textOf(changes: Changes, limit: Limit | undefined): string {
  const { keys, symbols } = tablesOf(changes, escapeUnsafe);
  const parts = [
    `A: ${escapeUnsafe(changes.a)}\nB: ${escapeUnsafe(changes.b)}\n`,
    aligned([["key", "A", "B", "change"], ...keys]),
    ...(symbols.length > 0 ? [aligned([["symbol", "A", "B", "change"], ...symbols])] : []),
    ...sentencesOf(changes, limit).map((sentence) => `${sentence}\n`),
  ];
  return parts.join("\n");
}

/** Tables for Markdown. Whatever is in a name, it stays in its cell and is shown as text. */
export function markdownOf(changes: Changes, limit: Limit | undefined): string {
  const { keys, symbols } = tablesOf(changes, inMarkdown);
  const table = (name: string, rows: readonly Row[]) =>
    [[name, "A", "B", "change"], ["---", "---:", "---:", "---:"], ...rows]
      .map((row) => `| ${row.join(" | ")} |\n`).join("");
  const parts = [
    `A: ${inMarkdown(changes.a)}, B: ${inMarkdown(changes.b)}\n`,
    table("key", keys),
    ...(symbols.length > 0 ? [table("symbol", symbols)] : []),
    ...sentencesOf(changes, limit).map((sentence) => `${sentence}\n`),
  ];
  return parts.join("\n");
}

/** One object, with a line for each key and each symbol. A symbol that is not there has no `a` or no `b`. */
export function jsonOf({ a, b, keys, symbols }: Changes, limit: Limit | undefined): string {
  const list = (items: readonly Readonly<Record<string, Value | undefined>>[]) =>
    items.length === 0 ? "[]" : `[\n${items.map((item) => `    ${object(item)}`).join(",\n")}\n  ]`;
  const members = [
    `"a": ${json(a)}`,
    `"b": ${json(b)}`,
    ...(limit === undefined ? [] : [`"max_change": ${json(limit.text)}`, `"passed": ${!limit.isExceeded}`]),
    `"keys": ${list(keys.map(({ key, a, b, change }) => ({ key, a, b, change })))}`,
    ...(symbols === undefined
      ? []
      : [`"symbols": ${list(symbols.map(({ symbol, a, b, change }) => ({ symbol, a, b, change })))}`]),
  ];
  return `{\n${members.map((member) => `  ${member}`).join(",\n")}\n}\n`;
}

function object(members: Readonly<Record<string, Value | undefined>>): string {
  const written = Object.entries(members).flatMap(([key, value]) =>
    value === undefined ? [] : [`"${key}": ${json(value)}`]
  );
  return `{ ${written.join(", ")} }`;
}

/** A value in JSON. An integer has all its digits. */
function json(value: Value): string {
  return typeof value === "bigint" ? String(value) : escapeUnsafe(JSON.stringify(value));
}

function tablesOf({ keys, symbols = [] }: Changes, escape: (text: string) => string): { keys: Row[]; symbols: Row[] } {
  const cell = (value: Value) => typeof value === "string" ? escape(value) : value === null ? "" : digitsOf(value);
  return {
    keys: keys.map(({ key, a, b, change }) => {
      const told = change === null ? (a === b ? "" : "differs") : signed(change);
      return [key, cell(a), cell(b), told];
    }),
    symbols: symbols.filter(hasChanged).map(({ symbol, a, b, change }) => {
      const told = change !== null
        ? signed(change)
        : a === undefined
        ? "only in B"
        : b === undefined
        ? "only in A"
        : "differs";
      return [escape(symbol), cell(a ?? null), cell(b ?? null), told];
    }),
  };
}

function hasChanged({ a, b }: SymbolChange): boolean {
  return a !== b;
}

function signed(change: number | bigint): string {
  return `${change > 0 ? "+" : ""}${digitsOf(change)}`;
}

/** Values with all four decimals, so that they stand below each other; counts as they are. */
function digitsOf(number: number | bigint): string {
  return typeof number === "bigint" ? String(number) : number.toFixed(4);
}

function sentencesOf({ symbols = [] }: Changes, limit: Limit | undefined): string[] {
  const same = symbols.filter((symbol) => !hasChanged(symbol)).length;
  return [
    ...(same > 0 ? [`${same} ${same === 1 ? "symbol has" : "symbols have"} not changed.`] : []),
    ...(limit === undefined
      ? []
      : [`The value has changed by ${limit.isExceeded ? "more than" : "at most"} ${limit.text}.`]),
  ];
}

/** Columns side by side: names to the left, the others to the right. */
function aligned(rows: readonly Row[]): string {
  const widths = [0, 1, 2, 3].map((n) => rows.reduce((most, row) => Math.max(most, row[n]?.length ?? 0), 0));
  const line = (row: Row) =>
    row.map((cell, n) => n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0)).join("  ").trimEnd();
  return rows.map((row) => `${line(row)}\n`).join("");
}

/** Text that Markdown and HTML show as it is: a character reference has no meaning in either. */
function inMarkdown(text: string): string {
  return escapeUnsafe(text).replace(/[!-,:-@[-`{-~]/g, (character) => `&#${character.charCodeAt(0)};`);
}
