"""Axis k goes to axes[k] instead of coming from there."""

EXERCISE = "StridedArray.transpose"
MESSAGE = "not its inverse"
CHANGES = [
    (
        """
        return self.view([self.shape[k] for k in axes], [self.strides[k] for k in axes])
        """,
        """
        places = [list(axes).index(k) for k in range(self.ndim)]
        return self.view([self.shape[k] for k in places], [self.strides[k] for k in places])
        """,
    ),
]
