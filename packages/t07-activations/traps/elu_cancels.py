"""e**x - 1 loses the small values."""

EXERCISE = "elu"
MESSAGE = "cancels"
CHANGES = [
    ("np.expm1(keep(x, x < 0))", "np.exp(keep(x, x < 0)) - 1"),
]
