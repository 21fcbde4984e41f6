"""Outside delta the loss is delta * |d|, which does not meet the parabola."""

EXERCISE = "huber"
MESSAGE = "parabola and line meet"
CHANGES = [
    (
        "loss = products(slope, d, reduction) - 0.5 * products(slope, slope, reduction)",
        """
inner = np.where(slope == d, slope, 0.0 * slope)
loss = products(slope, d, reduction) - 0.5 * products(inner, inner, reduction)
""",
    ),
]
