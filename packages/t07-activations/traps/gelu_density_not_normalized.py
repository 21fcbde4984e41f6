"""The density lacks its factor 1 / sqrt(2 pi)."""

EXERCISE = "gelu_erf"
MESSAGE = "/ sqrt(2 pi)"
CHANGES = [
    ("    density *= 1 / math.sqrt(2 * math.pi)\n", ""),
]
