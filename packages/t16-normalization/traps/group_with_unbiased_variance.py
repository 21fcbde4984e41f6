"""The variance divides by n - 1."""

EXERCISE = "group_norm"
MESSAGE = "mean and biased variance"
CHANGES = [
    (
        "        inv_std[start:stop] = 1 / np.sqrt(var + eps).reshape(statistics)\n",
        "        size = xb[0].size // num_groups\n"
        "        var *= size / max(size - 1, 1)\n"
        "        inv_std[start:stop] = 1 / np.sqrt(var + eps).reshape(statistics)\n",
    ),
]
