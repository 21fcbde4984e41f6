"""ReLU before the addition: the shortcut passes uncut."""

EXERCISE = "batch_norm2d_naive"
MESSAGE = "and only then"
CHANGES = [
    (
        "out = out if residual is None else out + residual\n",
        "out = np.maximum(out, 0) if relu else out\n",
    ),
    (
        "return np.maximum(out, 0) if relu else out\n",
        "return out if residual is None else out + residual\n",
    ),
]
