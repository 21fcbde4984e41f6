"""scale stays float64, and with it the output."""

EXERCISE = "average_forward"
MESSAGE = "float32 in"
CHANGES = [
    (
        "    out *= scale.astype(out.dtype)[:, None, :, None]\n",
        "    out = out * scale[:, None, :, None]\n",
    ),
]
