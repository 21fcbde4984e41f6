"""The stop is rounded down as well: ranges don't overlap."""

EXERCISE = "adaptive_ranges"
MESSAGE = "ceil((i + 1) * size / out)"
CHANGES = [
    ("-(-(i + 1) * size // out_size)", "max((i + 1) * size // out_size, i * size // out_size + 1)"),
]
