#!/bin/sh
# The end of a run over many files: adds up their metrics, and tells which of them failed.
#
#     sh merge.sh CANDLES OUT
#
# Each file of CANDLES, AAPL.csv, must have metrics, OUT/metrics/AAPL.json. Exit codes:
#   0  all succeeded: OUT/ALL.json is their sum
#   4  some failed: OUT/ALL.json is the sum of the others, and "failed" in it says how many
#   5  some have no metrics, because their task was killed or never began: nothing is added up
candles=$1 out=$2
ended=0
for file in "$candles"/*.csv; do
  name=${file##*/}
  [ -f "$out/metrics/${name%.csv}.json" ] && continue
  echo "merge: $file has no metrics: its task was killed or never began" >&2
  ended=5
done
[ "$ended" -eq 0 ] || exit "$ended"
cd "$out" || exit 5
batch-signal merge --allow-failed --output=ALL.json 'metrics/*.json' >/dev/null || exit
failed=$(grep -r '^  "error_message": ' metrics) || exit 0
echo "$failed" | sort | sed 's/^/merge: /; s/:  "error_message": "/: /; s/"$//; s/\\"/"/g' >&2
exit 4
