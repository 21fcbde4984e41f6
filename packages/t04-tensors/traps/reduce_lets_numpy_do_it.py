"""The array is converted and NumPy reduces it."""

EXERCISE = "Arithmetic.reduce"
MESSAGE = "to_numpy does the work"


def reduce(self, ufunc, axis=None, keepdims=False):
    axis = tuple(range(self.ndim)) if axis is None else distinct_axes(axis, self.ndim)
    return self.from_values(ufunc.reduce(self.to_numpy(), axis=axis, keepdims=keepdims))
