"""The interval of `confidence`, computed again from the signals of the rows with a mean: a JSON object on standard input."""
import json, sys

MASK = 2**64 - 1
job = json.load(sys.stdin)
units, rows = job["signals"], 1
while len(units) > 8192:
    units, rows = [a + b for a, b in zip(units[::2], units[1::2])], 2 * rows
m, block = len(units), -(-job["block_rows"] // rows)
s0, s1 = (2**32 - 1) << 32 | (~job["seed"] & 0xFFFFFFFF), job["seed"] << 32
shift = 32 - (m - 1).bit_length()


def draw():
    global s0, s1
    while True:
        high = (s0 + s1 & 0xFFFFFFFF) >> shift
        s1 ^= s0
        s0, s1 = (s0 << 24 | s0 >> 40) & MASK ^ s1 ^ s1 << 16 & MASK, (s1 << 37 | s1 >> 27) & MASK
        if high < m:
            return high


sums = []
for _ in range(job["replicates"]):
    starts = [(draw(), min(block, m - at)) for at in range(0, m, block)]
    sums.append(sum(units[(start + n) % m] for start, length in starts for n in range(length)))
sums.sort()
rank = max(1, (100_000_000 - job["level"]) * (job["replicates"] + 1) // 200_000_000)
print(json.dumps({"low": sums[rank - 1], "high": sums[-rank], "units": m, "unit_rows": rows}))
