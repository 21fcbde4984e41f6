"""np.fmax prefers numbers to NaN."""

EXERCISE = "max_forward"
MESSAGE = "nobody misses it"
CHANGES = [
    ("np.maximum(out,", "np.fmax(out,"),
]
