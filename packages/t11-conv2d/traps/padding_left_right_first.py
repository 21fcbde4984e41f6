"""Left and right come first, as in torch.nn.functional.pad."""

EXERCISE = "resolve_padding"
MESSAGE = "((top, bottom), (left, right))"
CHANGES = [
    ("return (top, bottom), (left, right)", "return (left, right), (top, bottom)"),
    (
        "return (vertical, vertical), (horizontal, horizontal)",
        "return (horizontal, horizontal), (vertical, vertical)",
    ),
]
