"""Neighbouring outputs always begin one pixel apart."""

EXERCISE = "band_matrix"
MESSAGE = "meets pixel o * stride"
CHANGES = [
    (
        "o * stride : o * stride + reach : dilation",
        "o : o + reach : dilation",
    ),
]
