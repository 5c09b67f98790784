"""Closes and signals by pandas, as JSON on standard output.

usage: pandas_compare.py FILE WINDOW [WINDOW ...]
"""
import json
import sys

import pandas

file, *windows = sys.argv[1:]
close = pandas.read_csv(file, usecols=["close"])["close"]


def signals(window):
    # A comparison with NaN, the mean of the first rows, is False.
    above = close > close.rolling(window).mean()
    return "".join(above.astype(int).astype(str))


print(json.dumps({
    "title": f"pandas {pandas.__version__}",
    # The shortest text that gives the same double, or all digits of an integer.
    "closes": [repr(value) for value in close.tolist()],
    "signals": [signals(int(window)) for window in windows],
}))
