"""A stride with equal channels gets no projection."""

EXERCISE = "projection"
MESSAGE = "channels or size change"
CHANGES = [
    (
        "if stride == 1 and in_channels == out_channels",
        "if in_channels == out_channels",
    ),
]
