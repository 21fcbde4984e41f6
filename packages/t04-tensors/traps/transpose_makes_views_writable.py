"""The transpose is a new StridedArray, and new ones may be written to."""

EXERCISE = "StridedArray.transpose"
MESSAGE = "nor a view of them"
CHANGES = [
    (
        """
        return self.view([self.shape[k] for k in axes], [self.strides[k] for k in axes])
        """,
        """
        shape, strides = [self.shape[k] for k in axes], [self.strides[k] for k in axes]
        return StridedArray(self.buffer, shape, strides, self.offset)
        """,
    ),
]
