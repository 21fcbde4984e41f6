"""Random numbers that are a function of their place: SplitMix64, the same bits on every machine.

The k-th number of a stream is computed from the stream's key and k, without the ones before it, so
that any picture of a data set can be made alone. Source: Steele, Lea and Flood, "Fast splittable
pseudorandom number generators", OOPSLA 2014.
"""

import numpy as np

GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio, made odd
FACTORS = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
SHIFTS = np.uint64(30), np.uint64(27), np.uint64(31)


def splitmix64(keys, places):  # exercise
    """Return number `places` of the streams `keys`, uint64 arrays that broadcast.

    All arithmetic is modulo 2**64, as NumPy's uint64 arrays do it. With z = key + (place + 1) *
    GOLDEN, three steps: z ^= z >> SHIFTS[0], times FACTORS[0]; z ^= z >> SHIFTS[1], times
    FACTORS[1]; z ^= z >> SHIFTS[2].
    """
    z = keys + (places + np.uint64(1)) * GOLDEN
    z = (z ^ (z >> SHIFTS[0])) * FACTORS[0]
    z = (z ^ (z >> SHIFTS[1])) * FACTORS[1]
    return z ^ (z >> SHIFTS[2])


class Streams:
    """One stream of numbers for each of n keys; every call takes the next ones from all of them."""

    def __init__(self, keys):
        self.keys = keys  # (n,) uint64
        self.taken = 0

    def words(self, *shape):
        """Return the next numbers as uint64 (n, *shape)."""
        count = int(np.prod(shape))
        places = np.arange(self.taken, self.taken + count, dtype=np.uint64)
        self.taken += count
        return splitmix64(self.keys[:, None], places).reshape(-1, *shape)

    def uniform(self, low=0.0, high=1.0, shape=(1, 1, 1)):
        """Return float64 (n, *shape) from `low` to below `high`: the upper 53 bits, exactly."""
        fraction = (self.words(*shape) >> np.uint64(11)).astype(np.float64) * 2.0**-53
        return fraction * (high - low) + low

    def bell(self, *shape):
        """Return float64 (n, *shape) of mean 0 and variance 1: the sum of three uniform numbers.

        A word gives all three, 21 bits each. They are added as integers: nothing is rounded.
        """
        words, mask = self.words(*shape), np.uint64(2**21 - 1)
        total = (words & mask) + ((words >> np.uint64(21)) & mask) + (words >> np.uint64(43))
        return total.astype(np.float64) * 2.0**-20 - 3.0
