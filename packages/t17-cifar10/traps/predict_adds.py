"""Both scores are added up."""

EXERCISE = "predict"
MESSAGE = "the mean of both"
CHANGES = [
    (" / 2", ""),
]
