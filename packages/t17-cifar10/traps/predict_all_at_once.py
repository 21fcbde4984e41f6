"""All pictures are one batch."""

EXERCISE = "predict"
MESSAGE = "came as batches of"
CHANGES = [
    ("images[start : start + batch_size]", "images"),
    ("range(0, max(len(images), 1), batch_size)", "[0]"),
]
