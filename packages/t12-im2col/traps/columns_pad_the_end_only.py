"""All of the padding is put below and to the right of the picture."""

EXERCISE = "im2col"
MESSAGE = "is channel c under tap (i, j) of window p"
CHANGES = [
    (
        "np.pad(x, ((0, 0), (0, 0), top_bottom, left_right))",
        "np.pad(x, ((0, 0), (0, 0), (0, sum(top_bottom)), (0, sum(left_right))))",
    )
]
