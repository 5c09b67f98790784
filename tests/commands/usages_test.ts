import { assertEquals } from "@std/assert";
import { usages } from "../../lib/commands/usages.ts";

Deno.test({ name: "usages: the flags of each command, as its usage tells of them", permissions: "none" }, () => {
  const names = usages().map(({ verb, flags }) => [verb, flags.map(({ name, short }) => short ?? name).join(" ")]);
  assertEquals(names, [
    [
      "",
      "-i -c -o -l --signals --rejects --report --manifest --prometheus --resume --checkpoint --log-format --threads --previous --now -q -h -V",
    ],
    ["inspect", "--json --config-only -h"],
    ["merge", "-o --allow-mixed --allow-failed -h"],
    ["compare", "--json --markdown --max-change -h"],
    ["verify", "--dir --rerun -q -h"],
    ["completions", "-h"],
    ["schema", "-h"],
  ]);
});

Deno.test({ name: "usages: two flags on one line, and a help of several", permissions: "none" }, () => {
  const all = usages().flatMap(({ flags }) => flags);
  const helpOf = (name: string) => all.find((flag) => flag.name === name)?.help;
  assertEquals(helpOf("--previous"), "earlier metrics, for max_rate_change");
  assertEquals(all.find(({ name }) => name === "--now"), {
    name: "--now",
    short: undefined,
    value: "TIME",
    help: "the time, for max_age",
  });
  assertEquals(
    helpOf("--max-change"),
    "exit with 6 if the two rates are more than SHARE apart, such as 5% or 0.05: from 40% to 46% is 6%. " +
      "The counts decide if both files have them, otherwise the printed values",
  );
});
