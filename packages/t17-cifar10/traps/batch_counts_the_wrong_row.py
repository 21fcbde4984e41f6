"""The largest label is named instead of the first wrong one."""

EXERCISE = "read_batch"
MESSAGE = "name the first wrong label"
CHANGES = [
    ("np.argmax(labels > 9)", "np.argmax(labels)"),
]
