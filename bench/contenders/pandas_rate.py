"""The whole job by pandas, for the clock: rows, signals and their rate, as JSON on standard output.

usage: pandas_rate.py FILE WINDOW

Read by pyarrow, on all threads.
"""
import json
import sys

import pandas
import pyarrow

file, window = sys.argv[1:]
# One column: pandas need not convert the others.
close = pandas.read_csv(file, usecols=["close"], engine="pyarrow")["close"]
signal = close > close.rolling(int(window)).mean()

print(json.dumps({
    "version": f"{pandas.__version__} (pyarrow {pyarrow.__version__})",
    "rows": len(signal),
    "signals": int(signal.sum()),
    "rate": float(signal.mean()),
}))
