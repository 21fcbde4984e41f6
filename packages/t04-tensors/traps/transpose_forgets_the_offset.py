"""The view starts at the buffer's first cell."""

EXERCISE = "StridedArray.transpose"
MESSAGE = "the offset is that of the view"
CHANGES = [
    ("[self.strides[k] for k in axes])", "[self.strides[k] for k in axes], 0)"),
]
