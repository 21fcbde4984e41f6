"""The order is drawn from the loader's generator: nobody can draw it again."""

EXERCISE = "DataLoader.batch_indices"
MESSAGE = "the order belongs to the seed alone"
CHANGES = [
    ("np.random.default_rng(seed).permutation(count)", "self.rng.permutation(count)"),
]
