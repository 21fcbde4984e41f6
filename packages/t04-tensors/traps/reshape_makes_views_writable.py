"""The reshaped view drops the flag that forbids writing."""

EXERCISE = "StridedArray.reshape"
MESSAGE = "must not make them writable"
CHANGES = [
    (
        "return self.view(shape, strides)",
        "return StridedArray(self.buffer, shape, strides, self.offset)",
    ),
]
