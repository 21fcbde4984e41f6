"""The ratios of neighbours are averaged: 1/50 and 50 do not cancel."""

EXERCISE = "growth_per_layer"
MESSAGE = "tilts the line neither way"
CHANGES = [
    ("math.exp(-slope) if slope > -709 else math.inf", "float(np.mean(norms[:-1] / norms[1:]))"),
]
