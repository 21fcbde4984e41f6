"""np.sqrt gives a float64 number of NumPy, and that turns float32 arrays into float64."""

EXERCISE = "gelu_tanh"
MESSAGE = "float64"
CHANGES = [
    ("a = 2 * math.sqrt(2 / math.pi)", "a = 2 * np.sqrt(2 / np.pi)"),
]
