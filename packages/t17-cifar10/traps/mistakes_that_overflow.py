"""The largest score is not subtracted."""

EXERCISE = "most_confident_mistakes"
MESSAGE = "overflow encountered"
CHANGES = [
    (
        "behind = scores.astype(np.float64) - scores.max(axis=1, keepdims=True)",
        "behind = np.exp(scores)",
    ),
    (
        "np.logaddexp.reduce(behind, axis=1)",
        "behind[behind > 0].sum() / scores.max(axis=1)",
    ),
]
