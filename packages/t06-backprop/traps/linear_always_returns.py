"""The gradient of the data is computed though nobody wants it."""

EXERCISE = "LinearLayer.backward"
MESSAGE = "input_grad is False"
CHANGES = [
    (" if self.input_grad else None", ""),
]
