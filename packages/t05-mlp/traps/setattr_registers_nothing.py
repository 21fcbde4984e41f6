"""The attribute is set and nobody knows of it."""

EXERCISE = "Module.__setattr__"
MESSAGE = "is never trained or saved"


def __setattr__(self, name, value):
    object.__setattr__(self, name, value)
