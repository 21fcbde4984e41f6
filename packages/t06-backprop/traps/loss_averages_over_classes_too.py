"""The sum is divided by the number of logits."""

EXERCISE = "SoftmaxCrossEntropyLayer.forward"
MESSAGE = "not their 12 logits"
CHANGES = [
    ("loss / len(rows) if", "loss / logits.size if"),
]
