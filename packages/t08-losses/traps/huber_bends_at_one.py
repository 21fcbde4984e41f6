"""delta is forgotten where the slope is cut."""

EXERCISE = "huber"
MESSAGE = "beyond, delta (|d| - delta / 2)"
CHANGES = [
    (
        "slope = np.clip(d, -delta, delta)",
        "slope = np.clip(d, -1.0, 1.0)",
    ),
]
