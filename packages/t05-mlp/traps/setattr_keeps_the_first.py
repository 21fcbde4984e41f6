"""A second Parameter under the same name is not registered."""

EXERCISE = "Module.__setattr__"
MESSAGE = "the registry keeps the old one"
CHANGES = [
    ("registry[name] = value", "registry.setdefault(name, value)"),
]
