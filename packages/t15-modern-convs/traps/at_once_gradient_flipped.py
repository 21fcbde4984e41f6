"""The kernel is turned round on the way back, as it is for a gradient by stuffing."""

EXERCISE = "transposed_at_once"
MESSAGE = "transposed of the transposed"
CHANGES = [
    (
        "lambda: convolve(inner, weight, **options)",
        "lambda: convolve(inner, weight[..., ::-1, ::-1], **options)",
    ),
]
