"""The zeros of an empty sum get NumPy's default dtype, not that of the array."""

EXERCISE = "Arithmetic.reduce"
MESSAGE = "also over no elements"
CHANGES = [
    ("ufunc.reduce(flat))", "float(ufunc.reduce(flat)))"),
]
