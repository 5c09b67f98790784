import { assertEquals, assertRejects } from "@std/assert";
import { MOST_CONFIG_BYTES } from "../../lib/config/config.ts";
import { readConfigFile } from "../../lib/config/config_file.ts";
import { JobError } from "../../lib/errors.ts";
import { StopRequest } from "../../lib/stop.ts";
import { Folder } from "../command.ts";

Deno.test({
  name: "config file: all bytes up to the most, and one more of those that have more; then it is closed",
  sanitizeResources: true,
}, async () => {
  using folder = new Folder();
  for (const length of [0, 1, MOST_CONFIG_BYTES, MOST_CONFIG_BYTES + 1, MOST_CONFIG_BYTES + 2]) {
    const bytes = new Uint8Array(length).map((_, n) => 33 + n % 90);
    folder.write("c.yaml", bytes);
    const read = await readConfigFile(folder.of("c.yaml"), new StopRequest());
    assertEquals(read, bytes.subarray(0, MOST_CONFIG_BYTES + 1));
  }
});

Deno.test("config file: one that is not there, and a folder, are errors that name it", async () => {
  using folder = new Folder();
  for (const [name, reason] of [["none.yaml", "no such file or directory"], ["", "it is a directory"]] as const) {
    const path = folder.of(name);
    const error = await assertRejects(() => readConfigFile(path, new StopRequest()), JobError);
    assertEquals(error.message, `${path}: cannot be read: ${reason}`);
  }
});
