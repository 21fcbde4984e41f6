"""Only axes of size 1 are summed; the ones that broadcasting had added remain."""

EXERCISE = "sum_to_shape"
MESSAGE = "was used for both rows"
CHANGES = [
    ("return total.sum(axis=tuple(range(new))) if new else total", "return total"),
]
