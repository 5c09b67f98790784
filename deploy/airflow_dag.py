"""Runs batch-signal every night and gives its metrics to the tasks that follow, as XCom.

Needs apache-airflow-providers-cncf-kubernetes. Airflow reads a pod's XCom from the file /airflow/xcom/return.json,
so that file is the job's output.
"""

from datetime import datetime

from airflow import DAG
from airflow.exceptions import AirflowException, AirflowFailException
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

# Exit codes with which a retry would fail again: a bug, wrong flags, an invalid config, invalid data, a gate that failed.
# Where a failed gate is to skip the tasks that follow instead, give the operator skip_on_exit_code=6.
FINAL = {1, 2, 3, 4, 6}


class BatchSignalOperator(KubernetesPodOperator):
    """Fails for good where a retry can't help, and is retried where it may: on 5, cannot read or write, and on a stop."""

    def cleanup(self, pod, remote_pod, *args, **kwargs):
        try:
            super().cleanup(pod, remote_pod, *args, **kwargs)
        except AirflowException as error:
            statuses = remote_pod.status.container_statuses or [] if remote_pod else []
            ended = [status.state.terminated for status in statuses if status.name == self.base_container_name]
            if any(state and state.exit_code in FINAL for state in ended):
                raise AirflowFailException(str(error)) from error
            raise


with DAG(
    dag_id="batch_signal",
    schedule="15 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
) as dag:
    BatchSignalOperator(
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
