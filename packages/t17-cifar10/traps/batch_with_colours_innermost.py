"""The pixels are read as (32, 32, 3), as picture files lie."""

EXERCISE = "read_batch"
MESSAGE = "all reds row by row"
CHANGES = [
    (".reshape(-1, *SHAPE)", ".reshape(-1, 32, 32, 3).transpose(0, 3, 1, 2)"),
]
