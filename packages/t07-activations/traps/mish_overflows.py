"""The powers of large arguments are multiplied with each other."""

EXERCISE = "mish"
MESSAGE = "overflow"
CHANGES = [
    ("x.clip(-np.inf, 20.0)", "x.clip(-np.inf, np.inf)"),
]
