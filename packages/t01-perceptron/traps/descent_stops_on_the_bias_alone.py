"""Only the bias's slope is compared with tol: balanced classes stop at once."""

EXERCISE = "LogisticNeuron.fit"
MESSAGE = "only the bias's is 0: keep going"
CHANGES = [
    ("max(abs(slope_w).max(), abs(slope_b))", "abs(slope_b)"),
]
