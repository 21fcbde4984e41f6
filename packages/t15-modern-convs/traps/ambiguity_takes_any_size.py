"""Every larger size is accepted: zeros are put behind."""

EXERCISE = "output_padding_for"
MESSAGE = "DID NOT RAISE"
CHANGES = [
    (
        "if not smallest <= wanted < smallest + stride:",
        "if wanted < smallest:",
    ),
]
