"""The own score is hidden with 0, which beats every negative rival."""

EXERCISE = "multiclass_pass"
MESSAGE = "even where all scores are negative"
CHANGES = [
    ("mine, -np.inf, axis=1", "mine, 0.0, axis=1"),
]
