"""Runs the batch-signal command on an Airflow worker every night, and tells Airflow what its exit code means.

0 is a success. 5, an input or output that could not be read or written, and a stop by a signal are tried again. All else
would fail again: 1 to 4 fail for good, and so does 6, a gate that the data has failed, which with SKIP_ON_GATE skips the
tasks that follow instead.
"""

import subprocess
from datetime import datetime, timedelta

try:
    from airflow.sdk import dag, task
except ImportError:  # Airflow 2
    from airflow.decorators import dag, task
from airflow.exceptions import AirflowException, AirflowFailException, AirflowSkipException

COMMAND = [
    "batch-signal",
    "--input=/srv/candles/data.csv",
    "--config=/srv/candles/config.yaml",
    "--output=/srv/candles/metrics.json",
    "--log-file=/srv/candles/run.log",
]
FINAL = {1, 2, 3, 4, 6}
GATE_FAILED = 6
SKIP_ON_GATE = False


@dag(schedule="15 2 * * *", start_date=datetime(2026, 1, 1), catchup=False)
def batch_signal_command():
    @task(retries=2, retry_delay=timedelta(minutes=1))
    def signal() -> str:
        run = subprocess.run(COMMAND, capture_output=True, text=True)
        why = f"exit code {run.returncode}: {run.stderr.strip()}"
        if run.returncode == GATE_FAILED and SKIP_ON_GATE:
            raise AirflowSkipException(why)
        if run.returncode in FINAL:
            raise AirflowFailException(why)
        if run.returncode != 0:
            raise AirflowException(why)
        return run.stdout

    signal()


batch_signal_command()
