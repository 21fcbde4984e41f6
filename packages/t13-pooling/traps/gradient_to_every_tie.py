"""All pixels that equal the maximum get the whole gradient."""

EXERCISE = "max_backward"
MESSAGE = "counts once"
CHANGES = [
    (
        "        wins &= free\n",
        "",
    ),
]
