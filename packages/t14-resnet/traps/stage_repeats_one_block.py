"""One block, called several times: its weights are shared."""

EXERCISE = "make_stage"
MESSAGE = "weights of its own"
CHANGES = [
    (
        "*(block(channels, width, **options) for _ in range(count - 1))",
        "*[block(channels, width, **options)] * (count - 1)",
    ),
]
