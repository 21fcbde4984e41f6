"""Without rng the samples are mixed all the same: a writer's digits are on both sides."""

EXERCISE = "ArrayDataset.split"
MESSAGE = "without rng nothing is mixed"
CHANGES = [
    (
        "order = np.arange(len(self)) if rng is None else rng.permutation(len(self))",
        "order = (rng or np.random.default_rng()).permutation(len(self))",
    ),
]
