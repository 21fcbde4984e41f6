"""Only the direct way is taken: h * inv_rms."""

EXERCISE = "rms_norm_backward"
MESSAGE = "the root mean square moves"
CHANGES = [
    (
        "        out -= product\n",
        "",
    ),
]
