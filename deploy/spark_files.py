"""One run for each candle file as a Spark job, and the sum of them all.

    spark-submit spark_files.py CONFIG CANDLES OUT

CONFIG needs `counts: include`; with `inputs: symbols` each file is a symbol in the sum. Driver and executors share the
folders and have batch-signal on their PATH. OUT/metrics and OUT/logs are new, so that nothing of an earlier night is added
up. RDD.pipe would do with less, and would take no notice of exit codes unless told to: here each is looked at. A second copy
of a task, as spark.speculation starts one, does no harm: outputs appear whole, and both have the same bytes.
"""

import subprocess
import sys
from pathlib import Path

from pyspark import TaskContext
from pyspark.sql import SparkSession

# Exit codes with which a try more would fail again: a bug, wrong flags, an invalid config, invalid data, a gate that failed.
FINAL = {1, 2, 3, 4, 6}
TRIES = 3


def run_files(files, config, out):
    """Runs the files of a partition. Gives each that failed, with its exit code; raises where Spark is to try again."""
    for file in files:
        name = Path(file).stem
        run = subprocess.run(
            [
                "batch-signal", "--quiet", "--threads=1", f"--input={file}", f"--config={config}",
                f"--output={out}/metrics/{name}.json", f"--log-file={out}/logs/{name}.log",
            ],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        if run.returncode == 0:
            continue
        why = f"exit code {run.returncode}: {run.stderr.strip()}"
        if run.returncode not in FINAL and TaskContext.get().attemptNumber() + 1 < TRIES:
            raise RuntimeError(f"{file}: {why}")
        # After the last try the job goes on without this file: one more exception would end it for all.
        yield file, why


def main(config, candles, out):
    for folder in ["metrics", "logs"]:
        (out / folder).mkdir(parents=True)
    files = sorted(str(file) for file in candles.glob("*.csv"))
    spark = SparkSession.builder.appName("batch-signal").config("spark.task.maxFailures", TRIES + 1).getOrCreate()
    # One file for each task: what is tried again is that file. Starting a task costs less than starting the program.
    failed = spark.sparkContext.parallelize(files, max(1, len(files))).mapPartitions(
        lambda part: run_files(part, config, out)
    ).collect()
    spark.stop()
    for file, why in failed:
        print(f"{file}: {why}", file=sys.stderr)
    return subprocess.run(["sh", Path(__file__).with_name("merge.sh"), candles, out]).returncode


if __name__ == "__main__":
    sys.exit(main(*(Path(word).resolve() for word in sys.argv[1:4])))
