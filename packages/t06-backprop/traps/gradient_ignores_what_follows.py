"""The incoming gradient is left out: a weighted loss trains as if it had no weight."""

EXERCISE = "SoftmaxCrossEntropyLayer.backward"
MESSAGE = "gradient of what follows"
CHANGES = [
    (
        'g / max(len(rows), 1) if self.reduction == "mean" else g',
        '1 / max(len(rows), 1) if self.reduction == "mean" else 1',
    ),
]
