"""ReLU before the addition: a block can only add."""

EXERCISE = "norm_forward"
MESSAGE = "then residual; then the cut"
CHANGES = [
    (
        "                piece += residual[:, c]\n",
        "                piece = (np.maximum(piece, 0) if relu else piece) + residual[:, c]\n",
    ),
    (
        "out=piece) if relu else piece",
        "out=piece) if relu and residual is None else piece",
    ),
]
