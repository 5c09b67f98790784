"""The same interval by the package arch, with random numbers of its own: a JSON object on standard input."""
import json, sys
import numpy
from arch.bootstrap import CircularBlockBootstrap

job = json.load(sys.stdin)
signals = numpy.array(job["signals"], dtype=float)
drawn = CircularBlockBootstrap(job["block_rows"], signals, seed=job["seed"])
tail = (100_000_000 - job["level"]) / 200_000_000
rates = drawn.apply(lambda rows: numpy.array([rows.mean()]), job["replicates"])[:, 0]
print(json.dumps({"low": numpy.quantile(rates, tail), "high": numpy.quantile(rates, 1 - tail)}))
