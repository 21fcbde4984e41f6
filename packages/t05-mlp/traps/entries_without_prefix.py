"""The prefix is an argument that nobody reads."""

EXERCISE = "Module.named_entries"
MESSAGE = "expected ['net.offset'"
CHANGES = [
    ("self.named_modules(prefix)", "self.named_modules()"),
]
