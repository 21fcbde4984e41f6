"""The weight's gradient is averaged, though the loss has divided already: off by the batch size."""

EXERCISE = "LinearLayer.backward"
MESSAGE = "off by the batch size"
CHANGES = [
    ("g.T @ x)", "g.T @ x / len(x))"),
]
