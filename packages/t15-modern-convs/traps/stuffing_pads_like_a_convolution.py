"""`padding` is added around x instead of cut off the output."""

EXERCISE = "conv_transpose2d_by_stuffing"
MESSAGE = "each pixel of x adds the kernel"
CHANGES = [
    (
        "edges.append((reach - before, reach - after + extra[axis]))",
        "edges.append((before, after + extra[axis]))",
    ),
]
