"""The largest score is not subtracted."""

EXERCISE = "most_confident_mistakes"
MESSAGE = "overflow encountered"
CHANGES = [
    ("np.exp(scores - scores.max(axis=1, keepdims=True))", "np.exp(scores)"),
    ("1 / shifted.sum(axis=1)", "shifted.max(axis=1) / shifted.sum(axis=1)"),
]
