"""pos_weight lands on the wrong term, (1 - y) softplus(x)."""

EXERCISE = "bernoulli_logits"
MESSAGE = "the part of the positives, and nothing else"
CHANGES = [
    (
        "positive = weight * y * (1.0 if pos_weight is None else pos_weight)",
        "positive = weight * y",
    ),
    (
        "both = weight * (1 - y) + positive",
        "both = weight * (1.0 if pos_weight is None else pos_weight) * (1 - y) + positive",
    ),
]
