"""Pixels and outputs are exchanged: the band runs the wrong way."""

EXERCISE = "band_matrix"
MESSAGE = "one further than the one before"
CHANGES = [
    (
        "o * stride : o * stride + reach : dilation",
        "(tile - 1 - o) * stride : (tile - 1 - o) * stride + reach : dilation",
    ),
]
