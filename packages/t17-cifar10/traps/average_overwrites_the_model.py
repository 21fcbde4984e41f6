"""The model gets the average in every step."""

EXERCISE = "EMA.update"
MESSAGE = "the average only watches"
CHANGES = [
    (
        "average += (1 - keep) * (current - average)",
        "average[...] = current[...] = keep * average + (1 - keep) * current",
    ),
]
