"""Every pixel is given `stride` pixels, the last one too."""

EXERCISE = "transposed_size"
MESSAGE = "span of the last stamp"
CHANGES = [
    (
        "(size - 1) * stride",
        "size * stride",
    ),
]
