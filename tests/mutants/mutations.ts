/**
 * All small faults that a source text could have: an operator swapped, a bound moved, a boolean flipped, an `await` left out.
 *
 * The source is parsed, so comments, types and the texts of messages stay as they are.
 *
 * @module
 */
import { parse } from "@babel/parser";
import { isNode, type Node } from "../../tools/syntax_tree.ts";

/** One fault: `source.slice(start, end)` becomes `to`. */
export interface Mutation {
  readonly start: number;
  readonly end: number;
  readonly to: string;
  /** The line where it begins, from 1. */
  readonly line: number;
}

/** What an operator may become. */
const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  "<": ["<=", ">"],
  "<=": ["<", ">"],
  ">": [">=", "<"],
  ">=": [">", "<"],
  "===": ["!=="],
  "!==": ["==="],
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
  "%": ["*"],
  "**": ["*"],
  "&": ["|"],
  "|": ["&"],
  "^": ["&"],
  "<<": [">>"],
  ">>": ["<<"],
  ">>>": ["<<"],
  "&&": ["||"],
  "||": ["&&"],
  "+=": ["-="],
  "-=": ["+="],
  "*=": ["+="],
  "%=": ["*="],
  "++": ["--"],
  "--": ["++"],
};

/** Nodes of TypeScript that hold an expression; all others hold types only. */
const TRANSPARENT = new Set(["TSAsExpression", "TSNonNullExpression", "TSSatisfiesExpression"]);

/** The mutations of one node, without those of the nodes in it. */
function* mutationsOf(node: Node, source: string): Generator<Omit<Mutation, "line">> {
  const { start, end, type } = node;
  const textOf = (part: unknown) => isNode(part) ? source.slice(part.start, part.end) : "";
  switch (type) {
    case "BinaryExpression":
    case "LogicalExpression":
    case "AssignmentExpression": {
      const { operator, left, right } = node;
      if (!isNode(left) || !isNode(right) || typeof operator !== "string") return;
      const between = source.slice(left.end, right.start);
      const at = left.end + between.indexOf(operator);
      for (const to of OPERATORS[operator] ?? []) yield { start: at, end: at + operator.length, to };
      if (operator === "??") {
        yield { start, end, to: `(${textOf(left)})` };
        yield { start, end, to: `(${textOf(right)})` };
      }
      return;
    }
    case "UpdateExpression": {
      const { operator, prefix } = node;
      if (typeof operator !== "string") return;
      const at = prefix === true ? start : end - operator.length;
      for (const to of OPERATORS[operator] ?? []) yield { start: at, end: at + operator.length, to };
      return;
    }
    case "UnaryExpression":
      if (node["operator"] === "!" || node["operator"] === "-") yield { start, end, to: textOf(node["argument"]) };
      return;
    case "BooleanLiteral":
      yield { start, end, to: String(node["value"] !== true) };
      return;
    case "NumericLiteral":
      yield { start, end, to: `${Number(node["value"]) + 1}` };
      yield { start, end, to: node["value"] === 0 ? "(-1)" : `${Number(node["value"]) - 1}` };
      return;
    case "BigIntLiteral":
      yield { start, end, to: `${BigInt(String(node["value"])) + 1n}n` };
      return;
    case "AwaitExpression":
      yield { start, end, to: textOf(node["argument"]) };
      return;
    case "IfStatement":
    case "ConditionalExpression": {
      const { test } = node;
      if (isNode(test)) yield { start: test.start, end: test.end, to: `!(${textOf(test)})` };
      return;
    }
    case "ExpressionStatement":
      yield { start, end, to: "{}" };
      yield { start, end, to: `return; ${source.slice(start, end)}` };
      return;
    case "ReturnStatement":
    case "ThrowStatement":
    case "BreakStatement":
    case "ContinueStatement":
      yield { start, end, to: "{}" };
  }
}

function* walk(node: Node, source: string): Generator<Mutation> {
  if (node.type.startsWith("TS") && !TRANSPARENT.has(node.type)) return;
  for (const mutation of mutationsOf(node, source)) yield { ...mutation, line: node.loc.start.line };
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* walk(child, source);
  }
}

function parsed(source: string): Node {
  return parse(source, {
    sourceType: "module",
    plugins: ["typescript", "importAttributes", "explicitResourceManagement"],
  })
    .program as unknown as Node;
}

/** `source` with the fault in it. */
export function withMutation(source: string, { start, end, to }: Mutation): string {
  return source.slice(0, start) + to + source.slice(end);
}

/** Every mutation of a TypeScript module, in the order of the text. */
export function allMutations(source: string): Mutation[] {
  return [...walk(parsed(source), source)];
}

/** Whether a module can be parsed. */
export function parses(source: string): boolean {
  try {
    parsed(source);
    return true;
  } catch {
    return false;
  }
}
