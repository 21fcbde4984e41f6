"""The size of a plain convolution's output is computed."""

EXERCISE = "transposed_size"
MESSAGE = "span of the last stamp"


def transposed_size(size, kernel, *, stride=1, padding=(0, 0), output_padding=0, dilation=1):
    return (size + sum(padding) - dilation * (kernel - 1) - 1) // stride + 1 + output_padding
