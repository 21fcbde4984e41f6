"""The batch is left out."""

EXERCISE = "layer_flops"
MESSAGE = "three pictures"
CHANGES = [
    (
        "pixels = math.prod(output_shape)",
        "pixels = math.prod(output_shape[1:])",
    ),
]
