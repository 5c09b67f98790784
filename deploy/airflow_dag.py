"""Runs batch-signal every night and gives its metrics to the tasks that follow, as XCom.

Needs apache-airflow-providers-cncf-kubernetes. Airflow reads a pod's XCom from the file /airflow/xcom/return.json,
so that file is the job's output.
"""

from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

with DAG(
    dag_id="batch_signal",
    schedule="15 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
) as dag:
    KubernetesPodOperator(
        task_id="signal",
        name="batch-signal",
        image="ghcr.io/example/batch-signal:0.1.0",
        arguments=[
            "--input=/candles/data.csv",
            "--config=/candles/config.yaml",
            "--output=/airflow/xcom/return.json",
            "--log-file=/candles/run.log",
        ],
        do_xcom_push=True,
        retries=2,
        security_context=k8s.V1PodSecurityContext(run_as_non_root=True, run_as_user=65532, fs_group=65532),
        container_security_context=k8s.V1SecurityContext(
            allow_privilege_escalation=False,
            read_only_root_filesystem=True,
            capabilities=k8s.V1Capabilities(drop=["ALL"]),
        ),
        container_resources=k8s.V1ResourceRequirements(
            requests={"cpu": "250m", "memory": "128Mi"},
            limits={"memory": "256Mi"},
        ),
        volumes=[
            k8s.V1Volume(
                name="candles",
                persistent_volume_claim=k8s.V1PersistentVolumeClaimVolumeSource(claim_name="candles"),
            )
        ],
        volume_mounts=[k8s.V1VolumeMount(name="candles", mount_path="/candles")],
    )
