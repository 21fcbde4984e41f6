"""The windows are cut from x as it is, those at the border are too small."""

EXERCISE = "conv2d_weight_gradient_naive"
MESSAGE = "operands could not be broadcast"
CHANGES = [("padded = pad2d(x, sides)", "padded = x")]
