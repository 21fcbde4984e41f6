"""The tensor that an optimizer trains."""

from scratchcore import Tensor


class Parameter(Tensor):
    """A leaf that a Module registers when it is assigned to an attribute.

    Takes an array or a tensor and shares its memory; what is computed from it is a plain Tensor.
    """

    __slots__ = ()

    def __init__(self, data, requires_grad=True):
        data = data.data if isinstance(data, Tensor) else data
        super().__init__(data, requires_grad=requires_grad)

    def __repr__(self):
        return f"Parameter containing:\n{super().__repr__()}"

    def __reduce__(self):
        return Parameter, (self.data, self.requires_grad)


def hidden_in(value, kinds):
    """Return the first of `kinds` in a container, at any depth; None if there is none."""
    if isinstance(value, dict):
        value = tuple(value.values())
    if not isinstance(value, (list, tuple, set)):
        return None
    found = (each if isinstance(each, kinds) else hidden_in(each, kinds) for each in value)
    return next((each for each in found if each is not None), None)
