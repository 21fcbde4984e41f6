"""Drawing pictures of shapes10: in chunks that fit the cache, and one by one."""

import numpy as np
from t17_cifar10 import draw_shapes

COUNT = 200


def ours():
    """Return a run that draws all pictures in chunks."""
    return lambda: draw_shapes(0, 0, COUNT)


def naive():
    """Return a run that draws the same pictures one by one."""
    return lambda: np.concatenate([draw_shapes(0, k, k + 1)[0] for k in range(COUNT)])


CASES = {"200 pictures": {"ours": ours, "naive": naive, "limits": {"naive": 0.5}}}
