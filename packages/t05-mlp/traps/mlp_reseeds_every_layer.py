"""Layers of one size start with the same weights."""

EXERCISE = "MLP.__init__"
MESSAGE = "pass the one rng on"
CHANGES = [
    ("rng=rng", "rng=np.random.default_rng(0)"),
]
