#!/bin/sh
# One run for each candle file, as many at a time as there are cores, by GNU parallel; then the sum of them all.
#
#     sh parallel.sh CONFIG CANDLES OUT
#
# CONFIG needs `counts: include`; with `inputs: symbols` each file is a symbol in the sum. OUT/metrics and OUT/logs are new,
# so that nothing of an earlier night is added up. Machines that share these folders help if the environment has
# PARALLEL='--sshlogin :,other --workdir . --env config --env out'.
set -u
config=$1 candles=$2 out=$3
mkdir -p "$out" && mkdir "$out/metrics" "$out/logs" || exit 5
export config out
# What would fail again, 1 to 4 and 6, ends its task: the metrics say that it failed. All else, as 5, I/O, has three tries.
printf '%s\0' "$candles"/*.csv | parallel -0 --retries 3 --joblog "$out/joblog" '
  batch-signal --quiet --threads=1 --input={} --config="$config" --output="$out"/metrics/{/.}.json \
    --log-file="$out"/logs/{/.}.log >/dev/null
  code=$?
  case $code in 0|[1-4]|6) exit 0 ;; 5) sleep 5 ;; esac
  exit $code'
exec sh "$(dirname "$0")/merge.sh" "$candles" "$out"
