"""Runs batch-signal once for each candle file, as mapped tasks that Airflow spreads over its workers, and adds up the metrics.

The config needs `counts: include`; with `inputs: symbols` each file is a symbol in the sum. All workers share the folders.
A file that would fail again fails its task for good, and the sum is made without it: the task `merge` fails then and says
which. Airflow maps up to 1,024 files (core.max_map_length).
"""

import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

try:
    from airflow.sdk import dag, task
except ImportError:  # Airflow 2
    from airflow.decorators import dag, task
from airflow.exceptions import AirflowException, AirflowFailException

CONFIG = Path("/srv/candles/config.yaml")
CANDLES = Path("/srv/candles/files")
NIGHTS = Path("/srv/candles/nights")
MERGE = Path(__file__).with_name("merge.sh")
FINAL = {1, 2, 3, 4, 6}


@dag(schedule="15 2 * * *", start_date=datetime(2026, 1, 1), catchup=False)
def batch_signal_files():
    @task
    def files(ds=None) -> list[str]:
        # New, so that nothing of an earlier try is added up.
        shutil.rmtree(NIGHTS / ds, ignore_errors=True)
        for folder in ["metrics", "logs"]:
            (NIGHTS / ds / folder).mkdir(parents=True)
        return sorted(str(file) for file in CANDLES.glob("*.csv"))

    @task(retries=2, retry_delay=timedelta(minutes=1))
    def signal(file: str, ds=None) -> None:
        name, out = Path(file).stem, NIGHTS / ds
        flags = [f"--input={file}", f"--config={CONFIG}", f"--output={out}/metrics/{name}.json", f"--log-file={out}/logs/{name}.log"]
        run = subprocess.run(["batch-signal", "--quiet", "--threads=1", *flags], capture_output=True, text=True)
        why = f"exit code {run.returncode}: {run.stderr.strip()}"
        if run.returncode in FINAL:
            raise AirflowFailException(why)
        if run.returncode != 0:
            raise AirflowException(why)

    @task(trigger_rule="all_done")
    def merge(ds=None) -> str:
        run = subprocess.run(["sh", MERGE, CANDLES, NIGHTS / ds], capture_output=True, text=True)
        if run.returncode != 0:
            raise AirflowFailException(f"exit code {run.returncode}: {run.stderr.strip()}")
        return str(NIGHTS / ds / "ALL.json")

    signal.expand(file=files()) >> merge()


batch_signal_files()
