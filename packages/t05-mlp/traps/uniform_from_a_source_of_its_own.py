"""The generator that was passed in is not used."""

EXERCISE = "uniform_"
MESSAGE = "by rng alone"
CHANGES = [
    ("rng.uniform(", "np.random.default_rng().uniform("),
]
