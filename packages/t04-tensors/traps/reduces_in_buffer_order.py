"""The buffer is read as if the array were dense, whatever its strides are."""

EXERCISE = "Arithmetic.reduce"
MESSAGE = "gather them in the view's order"
CHANGES = [
    ("self.transpose(*kept, *axes)", "type(self)(self.buffer, self.shape).transpose(*kept, *axes)"),
]
