"""allow_pickle=True lets whoever wrote the file run code here."""

EXERCISE = "load_checkpoint"
MESSAGE = "loading ran code"
CHANGES = [
    ("allow_pickle=False", "allow_pickle=True"),
]
