"""The caller's weights are changed."""

EXERCISE = "multiclass_pass"
MESSAGE = "work on a copy"
CHANGES = [
    ("W.copy()", "W"),
]
