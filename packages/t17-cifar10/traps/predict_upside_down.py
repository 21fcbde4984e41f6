"""The mirror swaps above and below."""

EXERCISE = "predict"
MESSAGE = "a mirror swaps left and right"
CHANGES = [
    ("batch[..., ::-1]", "batch[:, :, ::-1]"),
]
