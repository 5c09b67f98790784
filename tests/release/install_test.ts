import { assertEquals, assertMatch } from "@std/assert";

const SCRIPT = new URL("../../tools/release/install.sh", import.meta.url).pathname;
const TARGET = Deno.build.os === "linux" ? Deno.build.target : Deno.build.target.replace("unknown-", "");
const NAME = `batch-signal-${TARGET}`;
const BINARY = "#!/bin/sh\necho batch-signal 1.2.3\n";

const CAN_INSTALL = Deno.build.os !== "windows" &&
  await new Deno.Command("curl", { args: ["--version"], stdout: "null" }).output().then(() => true, () => false);
const SKIPPED = CAN_INSTALL ? "" : " (skipped: curl or a shell is not here)";

async function sha256(text: string): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).toHex();
}

/** Runs the script on a release in a folder, given by its files. */
async function install(
  files: Readonly<Record<string, string>>,
  baseUrl?: string,
  tools?: Readonly<Record<string, string>>,
) {
  const folder = await Deno.makeTempDir({ prefix: "batch-signal-test-" });
  try {
    await Deno.mkdir(`${folder}/release`);
    for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(`${folder}/release/${name}`, text);
    await Deno.mkdir(`${folder}/tools`);
    for (const [name, text] of Object.entries(tools ?? {})) {
      await Deno.writeTextFile(`${folder}/tools/${name}`, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    }
    const { code, stdout, stderr } = await new Deno.Command("sh", {
      args: [SCRIPT, `${folder}/bin`],
      env: { BASE_URL: baseUrl ?? `file://${folder}/release`, PATH: `${folder}/tools:${Deno.env.get("PATH")}` },
    }).output();
    const installed = await Deno.readTextFile(`${folder}/bin/batch-signal`).catch(() => undefined);
    const names = await Deno.stat(`${folder}/bin`).then(() => [...Deno.readDirSync(`${folder}/bin`)], () => []);
    return {
      code,
      stdout: new TextDecoder().decode(stdout).replaceAll(folder, "."),
      stderr: new TextDecoder().decode(stderr).replaceAll(folder, "."),
      installed,
      names: names.map(({ name }) => name),
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test(
  { name: `install: the binary of this machine, with the right checksum${SKIPPED}`, ignore: !CAN_INSTALL },
  async () => {
    const sum = await sha256(BINARY);
    const sums = `${"0".repeat(64)}  batch-signal-other\n${sum}  ${NAME}\n`;
    assertEquals(await install({ [NAME]: BINARY, SHA256SUMS: sums }), {
      code: 0,
      stdout: `install: ./bin/batch-signal (batch-signal 1.2.3, ${TARGET}, sha256 ${sum})\n` +
        "install: ./bin is not in PATH: add it, or start ./bin/batch-signal\n",
      stderr: "",
      installed: BINARY,
      names: ["batch-signal"],
    });
  },
);

const SUM = await sha256(BINARY);
const FAILURES: readonly [name: string, files: Readonly<Record<string, string>>, message: RegExp, baseUrl?: string][] =
  [
    [
      "another binary than that of the checksum",
      { [NAME]: `${BINARY}#`, SHA256SUMS: `${SUM}  ${NAME}\n` },
      new RegExp(`^install: ${NAME} has the checksum [0-9a-f]{64}, expected ${SUM}\n$`),
    ],
    [
      "no checksum of it",
      { [NAME]: BINARY, SHA256SUMS: `${SUM}  other\n` },
      /^install: SHA256SUMS has not one checksum of /,
    ],
    [
      "two checksums of it",
      { [NAME]: BINARY, SHA256SUMS: `${SUM}  ${NAME}\n`.repeat(2) },
      /^install: SHA256SUMS has not one /,
    ],
    ["no checksums", { [NAME]: BINARY }, /install: file:.*\/SHA256SUMS can't be fetched\n$/],
    ["no binary", { SHA256SUMS: `${SUM}  ${NAME}\n` }, /install: file:.*\/batch-signal-.* can't be fetched\n$/],
    ["an address without encryption", {}, /^install: BASE_URL is http:\/\/x, expected https:\/\/…\n/, "http://x"],
    ["no address", {}, /^install: BASE_URL is missing, expected the address of a release's files\n$/, ""],
  ];

for (const [name, files, message, baseUrl] of FAILURES) {
  Deno.test({ name: `install: nothing, on ${name}${SKIPPED}`, ignore: !CAN_INSTALL }, async () => {
    const { code, stdout, stderr, installed, names } = await install(files, baseUrl);
    assertMatch(stderr, message);
    assertEquals([code, stdout, installed, names], [1, "", undefined, []]);
  });
}

Deno.test({
  name: `install: nothing, where the binary does not run or its library is not there${SKIPPED}`,
  ignore: !CAN_INSTALL,
}, async () => {
  const broken = "#!/bin/sh\necho no such loader >&2\nexit 127\n";
  const notRunning = await install({ [NAME]: broken, SHA256SUMS: `${await sha256(broken)}  ${NAME}\n` });
  assertEquals([notRunning.code, notRunning.stderr], [1, `install: ${NAME} does not run here: no such loader\n`]);
  assertEquals(notRunning.names, []);
  const onMusl = await install({}, undefined, { ldd: "echo 'musl libc (x86_64)' >&2; exit 1" });
  assertEquals(
    [onMusl.code, onMusl.stderr],
    [1, "install: this system has musl, and the binary needs glibc: use the container, or a system such as Debian\n"],
  );
});

Deno.test({ name: `install: without HOME it asks for a folder${SKIPPED}`, ignore: !CAN_INSTALL }, async () => {
  const { code, stderr } = await new Deno.Command("sh", {
    args: [SCRIPT],
    clearEnv: true,
    env: { BASE_URL: "https://localhost", PATH: Deno.env.get("PATH") ?? "" },
  }).output();
  assertEquals(
    [code, new TextDecoder().decode(stderr)],
    [1, "install: HOME is not set, expected a folder: sh install.sh FOLDER\n"],
  );
});
