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
