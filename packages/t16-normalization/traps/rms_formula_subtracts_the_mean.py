"""The mean is taken off first: that is layer norm."""

EXERCISE = "rms_norm_naive"
MESSAGE = "nothing is subtracted"
CHANGES = [
    (
        "    square = np.mean(x * x, axis=axes, keepdims=True)  # (..., 1)\n",
        "    x = x - np.mean(x, axis=axes, keepdims=True)\n"
        "    square = np.mean(x * x, axis=axes, keepdims=True)  # (..., 1)\n",
    ),
]
