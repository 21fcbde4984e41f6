"""One group of all channels: layer norm of a picture."""

EXERCISE = "instance_norm"
MESSAGE = "neither other samples nor other"
CHANGES = [
    (
        "group_norm(x, x.shape[1], weight",
        "group_norm(x, 1, weight",
    ),
]
