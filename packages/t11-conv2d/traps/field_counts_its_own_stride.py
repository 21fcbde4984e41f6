"""A layer's own stride moves its window; it doesn't make it larger."""

EXERCISE = "receptive_field"
MESSAGE = "each as far apart in"
CHANGES = [
    (
        """
        size += dilation * (kernel - 1) * step
        step *= stride
""",
        """
        step *= stride
        size += dilation * (kernel - 1) * step
""",
    ),
]
