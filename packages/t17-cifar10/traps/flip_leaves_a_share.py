"""The share is that of the pictures that stay."""

EXERCISE = "random_flip"
MESSAGE = "pictures, a share of 0.0 mirrored"
CHANGES = [
    ("len(images)) < share", "len(images)) >= share"),
]
