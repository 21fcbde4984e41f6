"""A row with a NaN is right whenever the NaN stands at the target."""

EXERCISE = "accuracy"
MESSAGE = "argmax returns the place of a NaN"
CHANGES = [
    (" & ~np.isnan(highest)", ""),
]
