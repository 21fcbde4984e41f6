"""A new array is returned; the parameter keeps what it had."""

EXERCISE = "uniform_"
MESSAGE = "should return the object"
CHANGES = [
    (
        "_fill(tensor, rng.uniform(-bound, bound, np.shape(tensor)))",
        "rng.uniform(-bound, bound, np.shape(tensor))",
    ),
]
