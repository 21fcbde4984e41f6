"""The convolution has a bias that the norm takes away."""

EXERCISE = "projection"
MESSAGE = "has no bias"
CHANGES = [
    (
        "stride, bias=False,",
        "stride, bias=True,",
    ),
]
