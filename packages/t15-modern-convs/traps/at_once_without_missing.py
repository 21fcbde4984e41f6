"""Where nothing is left of the padding, output_padding gets lost."""

EXERCISE = "transposed_at_once"
MESSAGE = "each pixel of x adds the kernel"
CHANGES = [
    (
        "grow(to_input(x, weight, shape, **options), missing)",
        "to_input(x, weight, shape, **options)",
    ),
]
