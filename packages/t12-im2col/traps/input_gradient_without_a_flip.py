"""The kernel meets g as it met the picture: a second forward pass, not the way back."""

EXERCISE = "conv2d_input_gradient"
MESSAGE = "every window adds weight * g"
CHANGES = [
    (
        "(lines, weight, (h, c, w, n), *options)",
        "(lines, weight[:, :, ::-1, ::-1], (h, c, w, n), *options)",
    )
]
