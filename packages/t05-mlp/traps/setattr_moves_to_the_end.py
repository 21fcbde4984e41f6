"""The old entry is removed before the new one is written: a replaced layer moves to the end."""

EXERCISE = "Module.__setattr__"
MESSAGE = "in another order"


def __setattr__(self, name, value):
    registry = self._registry_for(name, value)
    self._unregister(name)
    if registry is not None:
        registry[name] = value
    object.__setattr__(self, name, value)
