"""Only the module's own entries come."""

EXERCISE = "Module.named_entries"
MESSAGE = "paths are ['offset']"
CHANGES = [
    ("self.named_modules(prefix)", "[(prefix, self)]"),
]
