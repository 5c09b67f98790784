#!/bin/sh
#SBATCH --job-name=batch-signal
#SBATCH --cpus-per-task=1
#SBATCH --mem=256M
#SBATCH --time=01:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
# Many candle files as a Slurm array, and the sum of them all as a job that waits for it.
#
#     sh slurm.sh CONFIG CANDLES OUT
#
# CONFIG needs `counts: include`; with `inputs: symbols` each file is a symbol in the sum. All machines share the folders.
# OUT/metrics and OUT/logs are new, so that nothing of an earlier night is added up. A task takes every TASKS-th file: an
# array has 1,000 tasks at most unless the site says otherwise (MaxArraySize), and starting one costs more than a small file.
set -u
config=$1 candles=$2 out=$3

if [ -z "${SLURM_ARRAY_TASK_ID:-}" ]; then
  mkdir -p "$out" && mkdir "$out/metrics" "$out/logs" || exit 5
  printf '%s\n' "$candles"/*.csv >"$out/files"
  files=$(wc -l <"$out/files") tasks=${TASKS:-1000}
  [ "$files" -ge "$tasks" ] || tasks=$files
  array=$(sbatch --parsable --array="1-$tasks" --output="$out/logs/task-%a.txt" "$0" "$@") || exit
  # After all tasks, however they end: a file that failed is told of, and the others count.
  exec sbatch --parsable --dependency="afterany:$array" --output="$out/merge.txt" --job-name=batch-signal-merge --mem=256M \
    "$(dirname "$0")/merge.sh" "$candles" "$out"
fi

# A task that starts anew, because of the code below or because its machine was lost, leaves out what has ended.
task=$SLURM_ARRAY_TASK_ID
mine=$out/logs/task-$task.files ended=$out/logs/task-$task.ended
sed -n "$task~${SLURM_ARRAY_TASK_COUNT}p" "$out/files" >"$mine"
worst=0 again=0
while IFS= read -r file; do
  grep -qsxF -e "$file" "$ended" && continue
  name=$(basename "$file" .csv)
  batch-signal --quiet --threads=1 --input="$file" --config="$config" --output="$out/metrics/$name.json" \
    --log-file="$out/logs/$name.log" >/dev/null </dev/null
  code=$?
  # What would fail again, 1 to 4 and 6, has ended too. All else, as 5, I/O, has three tries, on any machine.
  case $code in 0 | [1-4] | 6) printf '%s\n' "$file" >>"$ended" ;; *) again=1 ;; esac
  [ "$code" -eq 0 ] || worst=$code
done <"$mine"
if [ "$again" -eq 1 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 2 ]; then
  # Slurm ends this script, and starts it again after two minutes or what AuthInfo=cred_expire says.
  scontrol requeue "$SLURM_JOB_ID" && sleep 60
fi
exit "$worst"
