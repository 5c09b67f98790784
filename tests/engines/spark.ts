/**
 * `deploy/spark_files.py`, with PySpark from PyPI and a Java runtime: the one that is here, or Debian's. A driver, a master
 * and two workers, each a process of its own.
 *
 * @module
 */
import { run, works } from "../container/process.ts";
import { type Ground, Night } from "./night.ts";
import { type Debian, pythonPackages } from "./packages.ts";

const LEAST_JAVA = 17;

const CONF = {
  "spark.master": "local-cluster[2,1,1024]",
  "spark.executor.memory": "512m",
  "spark.driver.host": "127.0.0.1",
  "spark.ui.enabled": "false",
};

/** @returns The version. */
export async function proveSpark(ground: Ground, debian: Debian): Promise<string> {
  const programs = await pythonPackages(`${ground.folder}/spark-packages`, ["pyspark"]);
  const java = await hasJava() ? {} : { JAVA_HOME: await unpackJava(debian) };
  const night = await ground.night("spark");
  const env = { ...java, PYSPARK_PYTHON: `${programs}/python`, SPARK_LOCAL_IP: "127.0.0.1" };
  const flags = Object.entries(CONF).flatMap(([key, value]) => ["--conf", `${key}=${value}`]);
  await night.checkRecipe([`${programs}/spark-submit`, ...flags, Night.recipe("spark_files.py")], env);
  return await night.must([`${programs}/python`, "-c", "import pyspark; print('PySpark', pyspark.__version__)"]);
}

/** Whether the Java that is here is new enough for Spark 4. */
async function hasJava(): Promise<boolean> {
  if (!await works(["java", "-version"])) return false;
  const [, major] = /version "(\d+)/.exec((await run(["java", "-version"])).stderr) ?? [];
  return Number(major) >= LEAST_JAVA;
}

/** @returns `JAVA_HOME`. */
async function unpackJava(debian: Debian): Promise<string> {
  const root = await debian.unpack("java", ["default-jre-headless"]);
  const machines = `${root}/usr/lib/jvm`;
  const name = [...Deno.readDirSync(machines)].find(({ name, isDirectory }) => isDirectory && name.startsWith("java-"));
  if (name === undefined) throw new Error(`${machines}: no Java`);
  const home = `${machines}/${name.name}`;
  // Its settings are links into /etc, which is elsewhere here.
  for (const folder of [home, `${home}/conf`, `${home}/lib`, `${home}/lib/security`]) relink(folder, root);
  return home;
}

/** Lets absolute links of a folder stay within the root that stands for `/`. */
function relink(folder: string, root: string): void {
  for (const { name } of [...Deno.readDirSync(folder)].filter(({ isSymlink }) => isSymlink)) {
    const target = Deno.readLinkSync(`${folder}/${name}`);
    if (!target.startsWith("/")) continue;
    Deno.removeSync(`${folder}/${name}`);
    Deno.symlinkSync(`${root}${target}`, `${folder}/${name}`);
  }
}
