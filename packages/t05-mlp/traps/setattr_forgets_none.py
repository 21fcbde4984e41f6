"""A parameter that was set to None stays in the registry."""

EXERCISE = "Module.__setattr__"
MESSAGE = "set to None is still trained"
CHANGES = [
    ("        elif value is None:\n            self._unregister(name)\n", ""),
]
