"""None removes parameters and modules only; a checkpoint then holds a generator that is gone."""

EXERCISE = "Module.__setattr__"
MESSAGE = "still saved"


def __setattr__(self, name, value):
    registry = self._registry_for(name, value)
    if registry is not None:
        registry[name] = value
    elif value is None:
        self._parameters.pop(name, None)
        self._modules.pop(name, None)
    object.__setattr__(self, name, value)
