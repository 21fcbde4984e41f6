"""Batch norm's statistics stay those of the random weights."""

EXERCISE = "EMA.update"
MESSAGE = "batch norm's statistics belong to the weights"
CHANGES = [
    (
        "in arrays(self.model).items():",
        "in [(p, a.data) for p, a in self.model.named_parameters()]:",
    ),
]
