"""log(1 + e) loses every e below 1e-16."""

EXERCISE = "bernoulli_logits"
MESSAGE = "where log1p(e) keeps it"
CHANGES = [
    (
        "tail = total_log1p(e, reduction)",
        "tail = total(np.log(1 + e), reduction)",
    ),
]
