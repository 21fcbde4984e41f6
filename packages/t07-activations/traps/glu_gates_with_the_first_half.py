"""The halves change places."""

EXERCISE = "glu"
MESSAGE = "x = (a, b)"
CHANGES = [
    ("a, b = _halves(x, axis)", "b, a = _halves(x, axis)"),
    ("ga, gb = np.split", "gb, ga = np.split"),
]
