"""The picture lies in the lower right corner of the padded one."""

EXERCISE = "pad2d"
MESSAGE = "rows of zeros above and below"
CHANGES = [
    (
        "out[:, :, top : top + height, left : left + width] = x",
        "out[:, :, top + bottom :, left + right :] = x",
    ),
]
