"""A pair (1, 3) read as 1 before and 3 after, on both axes."""

EXERCISE = "resolve_padding"
MESSAGE = "of a pair the first is for top and bottom"
CHANGES = [
    (
        "return (vertical, vertical), (horizontal, horizontal)",
        "return (vertical, horizontal), (vertical, horizontal)",
    ),
]
