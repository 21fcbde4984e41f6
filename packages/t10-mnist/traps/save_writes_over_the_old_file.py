"""The new checkpoint is written over the old one: a kill in between leaves neither."""

EXERCISE = "save_checkpoint"
MESSAGE = "the old checkpoint is gone"
CHANGES = [
    ("with replacing(file) as stream:", 'with open(file, "wb") as stream:'),
]
