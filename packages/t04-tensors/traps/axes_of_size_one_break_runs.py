"""An axis of size 1 ends a run because its stride doesn't fit."""

EXERCISE = "view_strides"
MESSAGE = "stride of an axis of size 1 is never used"
CHANGES = [
    ("elif n > 1:", "else:"),
    ("if n > 1 and size == 1:", "while n > 1 and size == 1:"),
]
