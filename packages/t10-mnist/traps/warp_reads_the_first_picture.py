"""The offset of each picture is forgotten: all of them are made from the first."""

EXERCISE = "warp"
MESSAGE = "every place is a pixel"
CHANGES = [
    ("    top += np.arange(count, dtype=np.int32)[:, None] * ((height + 3) * wide)\n", ""),
]
