"""Tracks a run, or the sum of many, in MLflow: python mlflow_track.py CONFIG METRICS. Its store is the file mlflow.db here."""

import json
import sys

import mlflow
import yaml

config, path = sys.argv[1:3]
metrics = json.load(open(path, encoding="utf-8"))
mlflow.set_tracking_uri("sqlite:///mlflow.db")
mlflow.set_experiment("batch-signal")
with mlflow.start_run(run_name=metrics["version"]):
    mlflow.log_params(yaml.safe_load(open(config, encoding="utf-8")))
    mlflow.log_metrics({key: value for key, value in metrics.items() if type(value) in (int, float) and key != "seed"})
    for file in [config, path]:
        mlflow.log_artifact(file)
