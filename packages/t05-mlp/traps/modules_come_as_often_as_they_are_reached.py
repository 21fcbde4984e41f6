"""Nothing remembers what has come already."""

EXERCISE = "Module.named_modules"
MESSAGE = "a module that is reached twice comes once"
CHANGES = [
    ("        if remove_duplicate:\n            memo.add(self)\n", ""),
]
