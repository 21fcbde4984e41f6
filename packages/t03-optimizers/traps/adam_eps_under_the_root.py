"""eps is put under the root, where 1e-8 counts as 1e-4."""

EXERCISE = "adam_update"
MESSAGE = "not under the root"
CHANGES = [
    ("np.sqrt(v, out=s)\nnp.add(s, eps * root, out=s)\n", "np.sqrt(v + eps * root**2, out=s)\n"),
]
