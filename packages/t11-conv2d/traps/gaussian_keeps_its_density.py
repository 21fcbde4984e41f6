"""Divided by 2 pi sigma²: right for an endless kernel, too little for a small one."""

EXERCISE = "gaussian_kernel"
MESSAGE = "divided by the sum of"
CHANGES = [
    ("line /= line.sum()", "line /= np.sqrt(2 * np.pi) * sigma"),
]
