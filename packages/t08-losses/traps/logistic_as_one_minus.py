"""sigmoid(-40) as 1 - sigmoid(40), which is 0."""

EXERCISE = "logistic_parts"
MESSAGE = "e / (1 + e) keeps"
CHANGES = [
    (
        "onto(np.abs, onto(np.subtract, e / (1 + e), step))",
        "np.where(raw(x) > 0, 1 / (1 + e), 1 - 1 / (1 + e))",
    ),
]
