"""The losses of the rows are added up whatever the reduction is."""

EXERCISE = "SoftmaxCrossEntropyLayer.forward"
MESSAGE = "over the 4 rows"
CHANGES = [
    ('return loss / len(rows) if len(rows) else float("nan")', "return loss"),
]
