"""The rows are reversed."""

EXERCISE = "random_flip"
MESSAGE = "the columns (last axis)"
CHANGES = [
    ("[..., ::-1]", "[:, :, ::-1]"),
]
