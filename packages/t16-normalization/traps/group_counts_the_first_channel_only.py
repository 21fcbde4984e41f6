"""The statistics are those of the first channel of each group."""

EXERCISE = "group_norm"
MESSAGE = "neighbouring channels of one sample"
CHANGES = [
    (
        "xb.reshape(math.prod(statistics), -1)",
        "xb[:, :: xb.shape[1] // num_groups].reshape(math.prod(statistics), -1)",
    ),
]
