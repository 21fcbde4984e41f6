"""One weight is used for all channels."""

EXERCISE = "group_norm"
MESSAGE = "a number per channel"
CHANGES = [
    (
        "scale if weight is None else scale * weight",
        "scale if weight is None else scale * weight[0]",
    ),
]
