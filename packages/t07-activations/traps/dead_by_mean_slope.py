"""The mean over the batch is compared: the slope of a single sample is thinned out."""

EXERCISE = "dead_units"
MESSAGE = "one of two samples is enough"
CHANGES = [
    (
        "(np.abs(slope) <= tolerance).all(axis=others)",
        "np.abs(slope.mean(axis=others)) <= tolerance",
    ),
]
