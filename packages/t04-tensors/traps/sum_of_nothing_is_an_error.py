"""An empty axis raises, also for a sum."""

EXERCISE = "Arithmetic.reduce"
MESSAGE = "IndexError"
CHANGES = [
    ("if count:", "if count or True:"),
    ("np.arange(0, len(flat), count)", "np.arange(0, len(flat) + 1, count or 1)"),
]
