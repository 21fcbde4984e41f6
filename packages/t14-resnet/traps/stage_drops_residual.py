"""Only the first block hears of residual."""

EXERCISE = "make_stage"
MESSAGE = "must reach every block"
CHANGES = [
    (
        "*(block(channels, width, **options) for",
        "*(block(channels, width, rng=rng, dtype=dtype) for",
    ),
]
