"""The statistics are those of the batch: batch norm."""

EXERCISE = "instance_norm"
MESSAGE = "neither other samples nor other"
CHANGES = [
    (
        "return group_norm(x, x.shape[1], weight, bias, eps=eps)",
        "return batch_norm(x, weight, bias, None, None, training=True, eps=eps)",
    ),
]
