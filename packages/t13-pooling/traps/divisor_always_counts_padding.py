"""count_include_pad is ignored."""

EXERCISE = "divisors"
MESSAGE = "the padding only if it counts"
CHANGES = [
    ("(-pad, size + pad) if count_include_pad else (0, size)", "(-pad, size + pad)"),
]
