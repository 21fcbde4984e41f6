"""A transposed convolution is counted by its outputs."""

EXERCISE = "layer_flops"
MESSAGE = "of the 120 pixels of x"
CHANGES = [
    (
        "pixels = math.prod(input_shape)",
        "pixels = math.prod(output_shape)",
    ),
]
