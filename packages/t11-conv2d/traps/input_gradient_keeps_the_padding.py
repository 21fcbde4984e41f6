"""The gradient of the padded input is returned, zeros and all."""

EXERCISE = "conv2d_input_gradient_naive"
MESSAGE = "the padding is cut off"
CHANGES = [
    ("return padded[:, :, top : top + height, left : left + width]", "return padded"),
]
