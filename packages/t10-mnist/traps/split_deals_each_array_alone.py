"""Every array gets a permutation of its own: labels end up at other images."""

EXERCISE = "ArrayDataset.split"
MESSAGE = "one permutation for all"


def split(self, share, *, rng=None):
    count = round(share * len(self))
    if not 0 < count < len(self):
        raise ValueError(f"share is {share}: one side would be empty")
    arrays = self.arrays if rng is None else [rng.permutation(array) for array in self.arrays]
    return (
        ArrayDataset(*(array[:count] for array in arrays)),
        ArrayDataset(*(array[count:] for array in arrays)),
    )
