"""The residual serves as the buffer: the block's input changes."""

EXERCISE = "norm_forward"
MESSAGE = "residual is the block"
CHANGES = [
    (
        "                piece += residual[:, c]\n",
        "                piece = np.add(residual[:, c], piece, out=residual[:, c])\n",
    ),
]
