"""The weight's gradient keeps the shape of the batch."""

EXERCISE = "prelu"
MESSAGE = "a gradient of shape (3, 2)"
CHANGES = [
    ("unbroadcast(g * negative, shape).reshape(weight.shape)", "g * negative"),
]
