/**
 * Validates Kubernetes manifests with the JSON schemas of its API, which the npm package kubernetes-models carries.
 * Started by a test, past the project's lock file: the package is large, and of use here only.
 *
 *     deno run … kubernetes.ts '{"apiVersion":"batch/v1","kind":"Job",…}' …
 *
 * @module
 */
/** As a value: what stands in an import is looked up in the lock file when the project is checked. */
const PACKAGE: string = "npm:kubernetes-models@5.1.0";
const PLACES: Readonly<Record<string, string>> = { CronJob: "batch/v1", Job: "batch/v1", ConfigMap: "v1" };

for (const text of Deno.args) {
  const { apiVersion, kind, ...rest } = JSON.parse(text);
  const place = PLACES[kind];
  if (place === undefined) throw new Error(`${kind} is none of ${Object.keys(PLACES).join(", ")}`);
  const module = await import(`${PACKAGE}/${place}/${kind}`);
  const object = new module[kind](rest);
  if (object.apiVersion !== apiVersion) throw new Error(`${kind} has the version ${apiVersion}`);
  object.validate();
}
