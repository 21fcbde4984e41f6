"""The shape is permuted, and the strides are made anew for it."""

EXERCISE = "StridedArray.transpose"
MESSAGE = "a step along a row of the matrix"
CHANGES = [
    ("[self.strides[k] for k in axes]", "None"),
]
