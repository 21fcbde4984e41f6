"""output_padding is put in front."""

EXERCISE = "conv_transpose2d_by_stuffing"
MESSAGE = "each pixel of x adds the kernel"
CHANGES = [
    (
        "edges.append((reach - before, reach - after + extra[axis]))",
        "edges.append((reach - before + extra[axis], reach - after))",
    ),
]
