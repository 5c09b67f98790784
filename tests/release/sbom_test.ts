import { assertEquals, assertThrows } from "@std/assert";
import { billOfMaterials } from "../../tools/release/sbom.ts";

Deno.test({ name: "sbom: each package with its checksum, and the runtime", permissions: "none" }, () => {
  const bill = billOfMaterials(["@a/b@1.0.0"], { "@a/b@1.0.0": { integrity: "sha512-AAH/" } }, "0.1.0", "2.9.6");
  assertEquals(bill["components"], [
    {
      type: "library",
      "bom-ref": "pkg:npm/%40a/b@1.0.0",
      name: "@a/b",
      version: "1.0.0",
      purl: "pkg:npm/%40a/b@1.0.0",
      hashes: [{ alg: "SHA-512", content: "0001ff" }],
    },
    {
      type: "framework",
      "bom-ref": "pkg:github/denoland/deno@v2.9.6",
      name: "deno",
      version: "2.9.6",
      purl: "pkg:github/denoland/deno@v2.9.6",
    },
  ]);
  assertEquals(bill["dependencies"], [{
    ref: "pkg:generic/batch-signal@0.1.0",
    dependsOn: ["pkg:npm/%40a/b@1.0.0", "pkg:github/denoland/deno@v2.9.6"],
  }]);
});

Deno.test({ name: "sbom: a package that is not in the lock file", permissions: "none" }, () => {
  assertThrows(() => billOfMaterials(["x@1.0.0"], {}, "0.1.0", "2.9.6"), Error, "x@1.0.0: it is not in deno.lock");
});
