"""A shared parameter is handed out under each of its paths."""

EXERCISE = "Module.named_entries"
MESSAGE = "steps twice"
CHANGES = [
    ("if id(value) not in seen:", "if True:"),
]
