"""Children are listed, grandchildren are not."""

EXERCISE = "Module.named_modules"
MESSAGE = "expected ['', 'first', 'first.inner', 'second']"
CHANGES = [
    (
        "yield from child.named_modules(path, remove_duplicate=remove_duplicate, memo=memo)",
        "yield path, child",
    ),
]
