"""All ranges have the length size // out_size; the rest is left out."""

EXERCISE = "adaptive_ranges"
MESSAGE = "no pixel is left out"


def adaptive_ranges(size, out_size):
    length = max(1, size // out_size)
    return [(i * length, (i + 1) * length) for i in range(out_size)]
