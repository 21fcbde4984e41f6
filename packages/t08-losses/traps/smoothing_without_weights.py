"""The class weights are forgotten in the uniform part."""

EXERCISE = "smoothed"
MESSAGE = "times its own weight"
CHANGES = [
    (
        "each if weight is None else each * weight",
        "each",
    ),
]
