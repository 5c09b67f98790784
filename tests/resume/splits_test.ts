import { runNights } from "./nights.ts";

Deno.test("resume: 100 series cut into nights give the signals and the metrics of one run", async () => {
  for (let seed = 1; seed <= 100; seed++) await runNights(seed);
});
