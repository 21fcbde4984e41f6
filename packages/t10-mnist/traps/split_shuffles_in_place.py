"""The arrays themselves are shuffled, with equal generators; who else holds them sees it."""

EXERCISE = "ArrayDataset.split"
MESSAGE = "mixes the original"


def split(self, share, *, rng=None):
    count = round(share * len(self))
    if not 0 < count < len(self):
        raise ValueError(f"share is {share}: one side would be empty")
    if rng is not None:
        order = rng.permutation(len(self))
        for array in self.arrays:
            array[...] = array[order]
    return ArrayDataset(*self[:count]), ArrayDataset(*self[count:])
