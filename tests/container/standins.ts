/**
 * Stand-ins for the two base images, where their registries can't be reached: the same Debian packages.
 *
 * @module
 */
import type { Buildah } from "./buildah.ts";
import { must } from "./process.ts";

const SUITE = "trixie";

/** What distroless `cc` is made of. */
const BASE_PACKAGES = [
  "base-files",
  "netbase",
  "tzdata",
  "media-types",
  "ca-certificates",
  "libc6",
  "libssl3t64",
  "libgcc-s1",
  "libgomp1",
  "libstdc++6",
  "gcc-14-base",
];

/** What the build stage runs: a shell, and a few small programs. */
const DENO_PACKAGES = ["base-files", "libc6", "libgcc-s1", "dash", "coreutils"];

/** Packages bring others with them, and programs, that the real image does not have. */
const BASE_REMOVED = [
  "usr/bin/*",
  "usr/sbin/*",
  "usr/share/perl*",
  "usr/share/debconf",
  "usr/share/doc",
  "usr/share/man",
];
const ALWAYS_REMOVED = ["usr/share/locale", "usr/share/i18n", "var/cache/*", "var/lib/apt", "var/log/*"];

const PASSWD = `root:x:0:0:root:/root:/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin
nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin
`;

const CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";

/** Their names, in the order in which the Dockerfile names the bases. */
const [DENO, BASE] = ["localhost/stand-in/deno", "localhost/stand-in/distroless-cc"] as const;

/**
 * Builds both.
 *
 * @param folder For what they are made of.
 * @param denort What takes the place of denort.
 * @returns Their names, in that order.
 */
export async function buildStandIns(engine: Buildah, folder: string, denort: string): Promise<readonly string[]> {
  const here = new URL(".", import.meta.url).pathname;
  const users = `mkdir -p "$1/etc/ssl/certs" && printf '${PASSWD.replaceAll("\n", "\\n")}' >"$1/etc/passwd"`;
  const nonroot = `install -d -o 65532 -g 65532 -m 700 "$1/home/nonroot" && cp ${CERTIFICATES} "$1/etc/ssl/certs/"`;
  await Promise.all([
    debian(`${folder}/base.tar`, BASE_PACKAGES, [...BASE_REMOVED, ...ALWAYS_REMOVED], `${users} && ${nonroot}`),
    debian(`${folder}/deno.tar`, DENO_PACKAGES, ALWAYS_REMOVED, users),
    Deno.copyFile(Deno.execPath(), `${folder}/deno`),
    Deno.copyFile(denort, `${folder}/denort`),
    Deno.copyFile(CERTIFICATES, `${folder}/certificates.crt`),
  ]);
  for (const program of ["deno", "denort"]) await Deno.chmod(`${folder}/${program}`, 0o755);
  await engine.buildFile(`${here}deno.Dockerfile`, folder, DENO);
  await engine.buildFile(`${here}base.Dockerfile`, folder, BASE);
  return [DENO, BASE];
}

async function debian(
  tar: string,
  packages: readonly string[],
  removed: readonly string[],
  hook: string,
): Promise<void> {
  await must([
    "mmdebstrap",
    "--quiet",
    "--mode=root",
    "--variant=extract",
    `--include=${packages.join(",")}`,
    `--extract-hook=cd "$1" && rm -rf ${removed.join(" ")}`,
    `--extract-hook=${hook}`,
    SUITE,
    tar,
  ]);
}
