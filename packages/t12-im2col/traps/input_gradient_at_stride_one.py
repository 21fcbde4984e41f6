"""The stride of the forward pass is not passed on."""

EXERCISE = "conv2d_input_gradient"
MESSAGE = "padding, stride and dilation are those of"
CHANGES = [("options = (padding, stride, dilation)", "options = (padding, (1, 1), dilation)")]
