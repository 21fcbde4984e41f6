"""Only tuples are looked into: four numbers that came from a file are refused."""

EXERCISE = "resolve_padding"
MESSAGE = "padding must be a whole number"
CHANGES = [
    (
        "if isinstance(padding, tuple | list) and len(padding) == 2",
        "if isinstance(padding, tuple) and len(padding) == 2",
    ),
]
