"""Labels (N, 1) are taken for probabilities: argmax makes class 0 of every one."""

EXERCISE = "accuracy"
MESSAGE = "DID NOT RAISE"
CHANGES = [("target.ndim == 2 and target.shape == scores.shape", "target.ndim == 2")]
