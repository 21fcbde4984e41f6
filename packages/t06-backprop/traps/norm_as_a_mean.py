"""The mean of the squares is taken: a root mean square, which hides the size of a layer."""

EXERCISE = "gradient_norm"
MESSAGE = "no mean is taken"
CHANGES = [
    ("np.sum(", "np.mean("),
]
