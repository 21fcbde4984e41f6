"""The dot stands even where nothing is before it."""

EXERCISE = "Module.named_modules"
MESSAGE = "'.first'"
CHANGES = [
    ("_join(prefix, name)", 'f"{prefix}.{name}"'),
]
