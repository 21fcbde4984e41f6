"""An epsilon keeps log(0) away, and changes every rare event."""

EXERCISE = "divergence"
MESSAGE = "an epsilon inside the logarithm"
CHANGES = [
    ("np.log(np.maximum(target, np.finfo(target.dtype).tiny))", "np.log(target + 1e-12)"),
]
