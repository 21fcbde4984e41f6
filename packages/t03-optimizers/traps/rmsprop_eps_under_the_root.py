"""eps is put under the root, where it counts as its own root."""

EXERCISE = "rmsprop_update"
MESSAGE = "added to the root"
CHANGES = [
    ("np.sqrt(square_avg, out=s)", "np.sqrt(square_avg + eps, out=s)"),
    ("np.sqrt(s, out=s)", "np.sqrt(s + eps, out=s)"),
    ("np.add(s, eps, out=s)\n", ""),
]
