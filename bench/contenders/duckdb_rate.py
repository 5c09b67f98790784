"""The whole job by DuckDB, for the clock: version, rows and signals, as JSON on standard output.

usage: duckdb_rate.py FILE WINDOW

The difference of two running totals, because DuckDB streams those, and `avg` over a frame of rows was slower. Totals of
doubles would drift, so the closes are decimals: this form is exact too.
"""
import json
import sys

import duckdb

file, window = sys.argv[1:]
# Without an order of their own, windows follow the order of the rows in the file.
query = f"""
    WITH totals AS (
      SELECT close, row_number() OVER () AS rank, sum(close) OVER (ROWS UNBOUNDED PRECEDING) AS total
      FROM read_csv($file, types = {{'close': 'DECIMAL(18, 8)'}})
    ), sums AS (
      SELECT close, rank, total - coalesce(lag(total, {int(window)}) OVER (), 0) AS sum FROM totals
    )
    SELECT count(*), count(*) FILTER (rank >= {int(window)} AND close * {int(window)} > sum) FROM sums"""
rows, signals = duckdb.execute(query, {"file": file}).fetchone()

print(json.dumps({"version": duckdb.__version__, "rows": rows, "signals": signals}))
