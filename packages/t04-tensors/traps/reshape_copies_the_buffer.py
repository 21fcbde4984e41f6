"""Where a copy is needed, the buffer is copied instead of the elements in their order."""

EXERCISE = "StridedArray.reshape"
MESSAGE = "the transposed array reads 0, 3, 1, 4, 2, 5"
CHANGES = [
    (
        "return StridedArray(self.elements().copy(), shape)",
        "return StridedArray(self.buffer[self.offset : self.offset + self.size].copy(), shape)",
    ),
]
