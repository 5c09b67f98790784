"""The whole job by polars, for the clock: version, rows and signals, as JSON on standard output.

usage: polars_rate.py FILE WINDOW

A lazy query that reads one column, run by the streaming engine.
"""
import json
import sys

import polars

file, window = sys.argv[1:]
close = polars.col("close")
# The first rows have no mean, and a sum leaves out what a comparison with null gives.
signals = (close > close.rolling_mean(int(window))).sum()
query = polars.scan_csv(file).select(polars.len().alias("rows"), signals.alias("signals"))

print(json.dumps({"version": polars.__version__, **query.collect(engine="streaming").to_dicts()[0]}))
