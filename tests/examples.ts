/**
 * Loaded before the tests: their properties draw the same examples in every run, so that what fails for one fails for
 * all. `-- --thorough` draws others each time.
 *
 * @module
 */
import fc from "fast-check";

if (!Deno.args.includes("--thorough")) fc.configureGlobal({ seed: 42 });
