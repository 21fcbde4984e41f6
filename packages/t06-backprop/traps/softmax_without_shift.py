"""exp of the raw logits overflows from 710 on (89 in float32)."""

EXERCISE = "SoftmaxCrossEntropyLayer.forward"
MESSAGE = "overflows unless"
CHANGES = [
    ("logits - logits.max(axis=1, keepdims=True)", "logits - 0.0"),
]
