"""x * scale - mean * scale, also where the mean is 10,000."""

EXERCISE = "group_norm"
MESSAGE = "subtract the mean before you square, scale"
CHANGES = [
    (
        "xb, rest = _near(xb, mean[start:stop], inv_std[start:stop])",
        "rest = mean[start:stop]",
    ),
]
