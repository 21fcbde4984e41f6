"""The variance divides by n - 1, as torch.var does by itself."""

EXERCISE = "layer_norm_naive"
MESSAGE = "variance (100 + 100) / 2"
CHANGES = [
    (
        "    var = np.var(x, axis=axes, keepdims=True)\n",
        "    n = np.prod([x.shape[axis] for axis in axes])\n"
        "    var = np.var(x, axis=axes, keepdims=True) * (n / max(n - 1, 1))\n",
    ),
]
