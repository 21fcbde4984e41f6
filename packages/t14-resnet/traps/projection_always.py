"""A projection stands in the way even where x could be added."""

EXERCISE = "projection"
MESSAGE = "with nothing in its way"
CHANGES = [
    (
        "stride == 1 and in_channels == out_channels",
        "stride < 1",
    ),
]
