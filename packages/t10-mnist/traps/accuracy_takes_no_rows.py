"""The mean of no rows is NaN and a warning, and nobody hears which batch was empty."""

EXERCISE = "accuracy"
MESSAGE = "DID NOT RAISE"
CHANGES = [
    ("len(scores) == 0 or ", ""),
    ("float(np.mean(", "float(np.sum("),
    ("~np.isnan(highest)))", "~np.isnan(highest)) / max(len(scores), 1))"),
]
