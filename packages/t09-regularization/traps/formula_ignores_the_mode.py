"""The batch's own statistics are used in evaluation as well."""

EXERCISE = "batch_norm_naive"
MESSAGE = "not training"
CHANGES = [
    ("if training:", "if training or running_mean is not None:"),
]
