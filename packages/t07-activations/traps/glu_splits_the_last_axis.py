"""The axis is ignored."""

EXERCISE = "glu"
MESSAGE = "axis 0 has the rows"
CHANGES = [
    ("_halves(x, axis)", "_halves(x, -1)"),
    ("np.split(gx, 2, axis)", "np.split(gx, 2, -1)"),
]
