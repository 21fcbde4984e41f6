"""What the m kernels of a channel send back is overwritten instead of added."""

EXERCISE = "depthwise_input_gradient"
MESSAGE = "adds up"
CHANGES = [
    (
        "out if total is None else np.add(total, out, out=total)",
        "out",
    ),
]
