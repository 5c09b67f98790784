/**
 * Prints what a binary is made of, as CycloneDX 1.6: the npm packages in it with the checksums of the lock file, and Deno.
 *
 *     deno task release:sbom
 *
 * @module
 */
import manifest from "../../deno.json" with { type: "json" };
import { makeBundle } from "./bundle.ts";

/** A part of the binary. */
interface Component {
  readonly type: "library" | "framework" | "application";
  readonly "bom-ref": string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}

/**
 * @param packages Names with versions, as the lock file has them: `deno-std@1.4.0`.
 * @param integrity Of each package in the lock file: `sha512-` and the checksum in Base64.
 * @throws {Error} A package is not in the lock file.
 */
export function billOfMaterials(
  packages: readonly string[],
  integrity: Readonly<Record<string, { readonly integrity: string }>>,
  version: string,
  deno: string,
): Record<string, unknown> {
  const libraries = packages.map((id): Component => {
    const at = id.lastIndexOf("@");
    const checksum = integrity[id]?.integrity;
    if (checksum === undefined) throw new Error(`${id}: it is not in deno.lock`);
    const purl = `pkg:npm/${id.slice(0, at).replace("@", "%40")}@${id.slice(at + 1)}`;
    return {
      type: "library",
      "bom-ref": purl,
      name: id.slice(0, at),
      version: id.slice(at + 1),
      purl,
      hashes: [{ alg: "SHA-512", content: Uint8Array.fromBase64(checksum.replace("sha512-", "")).toHex() }],
    };
  });
  const runtime = component("framework", "deno", deno, `pkg:github/denoland/deno@v${deno}`);
  const own = component("application", "batch-signal", version, `pkg:generic/batch-signal@${version}`);
  const components = [...libraries, runtime];
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: { ...own, licenses: [{ license: { id: manifest.license } }] } },
    components,
    dependencies: [{ ref: own["bom-ref"], dependsOn: components.map((part) => part["bom-ref"]) }],
  };
}

function component(type: Component["type"], name: string, version: string, purl: string): Component {
  return { type, "bom-ref": purl, name, version, purl };
}

if (import.meta.main) {
  const root = new URL("../../", import.meta.url);
  const { packages } = await makeBundle("unknown");
  const lock = JSON.parse(await Deno.readTextFile(new URL("deno.lock", root)));
  const bill = billOfMaterials(packages.map(({ id }) => id), lock.npm, manifest.version, Deno.version.deno);
  console.log(JSON.stringify(bill, null, 2));
}
