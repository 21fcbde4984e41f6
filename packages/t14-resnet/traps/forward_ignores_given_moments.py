"""The moments of the batch are taken even where others are given."""

EXERCISE = "norm_forward"
MESSAGE = "moments are given"
CHANGES = [
    (
        "if moments is None:",
        "if x.size:",
    ),
]
