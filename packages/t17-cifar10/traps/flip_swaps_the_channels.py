"""The axis of the channels is reversed: red becomes blue."""

EXERCISE = "random_flip"
MESSAGE = "the columns (last axis)"
CHANGES = [
    ("[..., ::-1]", "[:, ::-1]"),
]
