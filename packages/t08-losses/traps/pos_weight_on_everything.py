"""pos_weight multiplies the negatives too."""

EXERCISE = "bernoulli_logits"
MESSAGE = "the part of the positives, and nothing else"
CHANGES = [
    (
        "both = weight * (1 - y) + positive",
        "both = weight * (1.0 if pos_weight is None else pos_weight) * (1 - y) + positive",
    ),
]
