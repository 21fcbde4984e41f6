"""A shared module is saved under its first path only."""

EXERCISE = "Module.state_dict"
MESSAGE = "a file must fit untied layers"
CHANGES = [
    ("(prefix, remove_duplicate=False)", "(prefix)"),
]
