"""The gradient ends with the last window: the column that the stride dropped has none."""

EXERCISE = "conv2d_input_gradient_naive"
MESSAGE = "the padding is cut off"
CHANGES = [
    (
        "return padded[:, :, top : top + height, left : left + width]",
        """
        bottom, right = min(top + height, rows.stop), min(left + width, columns.stop)
        return padded[:, :, top:bottom, left:right]
        """,
    ),
]
