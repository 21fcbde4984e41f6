"""One coin decides for the batch."""

EXERCISE = "random_flip"
MESSAGE = "pictures, a share of 0.5 mirrored"
CHANGES = [
    ("rng.random(len(images)) < share", "np.repeat(rng.random(1), len(images)) < share"),
]
