"""ReLU before the addition: a block can only add."""

EXERCISE = "norm_forward"
MESSAGE = "then residual; then the cut"
CHANGES = [
    (
        "piece += residual[:, c]",
        "piece[...] = (np.maximum(piece, 0) if relu else piece) + residual[:, c]",
    ),
    (
        "if relu:",
        "if relu and residual is None:",
    ),
]
