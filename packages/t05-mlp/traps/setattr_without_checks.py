"""A computed tensor may take a parameter's place, which is then trained no more."""

EXERCISE = "Module.__setattr__"
MESSAGE = "which nobody would train"


def __setattr__(self, name, value):
    if isinstance(value, Parameter):
        self._parameters[name] = value
    elif isinstance(value, Module):
        self._modules[name] = value
    elif isinstance(value, np.random.Generator):
        self._generators[name] = value
    elif value is None:
        self._unregister(name)
    object.__setattr__(self, name, value)
