"""(f(x + h) - f(x)) / h is wrong by h, not by h**2."""

EXERCISE = "gradient_check"
MESSAGE = "central differences are exact for a parabola"
CHANGES = [
    ("function(*inputs).backward()\n", "out = function(*inputs)\nout.backward()\n"),
    ("x.data = centre - h\nbelow = function(*inputs).data\n", ""),
    ("(above - below) / (2 * h)", "(above - out.data) / h"),
]
