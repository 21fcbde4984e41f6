"""The overlapping windows can be written to."""

EXERCISE = "sliding_windows"
MESSAGE = "writing to one would change its neighbours"
CHANGES = [
    (", writeable=False)", ")"),
]
