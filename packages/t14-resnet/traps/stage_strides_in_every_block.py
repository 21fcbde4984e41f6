"""Every block halves the picture."""

EXERCISE = "make_stage"
MESSAGE = "a stage makes the picture smaller once"
CHANGES = [
    (
        "block(channels, width, **options)",
        "block(channels, width, stride, **options)",
    ),
]
