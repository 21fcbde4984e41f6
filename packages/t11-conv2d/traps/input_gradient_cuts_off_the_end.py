"""Cut from the corner: the gradient is shifted by the padding."""

EXERCISE = "conv2d_input_gradient_naive"
MESSAGE = "the padding is cut off"
CHANGES = [
    (
        "return padded[:, :, top : top + height, left : left + width]",
        "return padded[:, :, :height, :width]",
    ),
]
