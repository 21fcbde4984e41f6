"""Broadcasting: axes of size 1 are repeated by a stride of 0."""

from t04_tensors.layout import as_shape


def broadcast_shapes(*shapes):  # exercise
    """Return the shape that arrays of these shapes have together.

    Shapes are aligned at their last axis; missing axes count as size 1; sizes must be equal or 1.
    An integer is a shape of one axis (`as_shape`). Raise a ValueError that says "cannot be
    broadcast" if sizes don't fit.
    """
    shapes = [as_shape(shape, "shapes") for shape in shapes]
    result = []
    for place in range(1, max(map(len, shapes), default=0) + 1):
        sizes = {shape[-place] for shape in shapes if len(shape) >= place} - {1}
        if len(sizes) > 1:
            named = ", ".join(map(str, shapes))
            raise ValueError(f"shapes {named} cannot be broadcast: axis -{place} has {sizes}")
        result.append(sizes.pop() if sizes else 1)
    return tuple(reversed(result))


def broadcast_strides(shape, strides, new_shape):  # exercise
    """Return the strides with which a layout of `shape` and `strides` is read as `new_shape`.

    New axes, and all axes of size 1, get stride 0. If the sizes don't fit, raise a ValueError that
    says "cannot be broadcast to".
    """
    missing = len(new_shape) - len(shape)
    fits = zip(shape, new_shape[max(missing, 0) :], strict=True)
    if missing < 0 or any(n not in (1, wanted) for n, wanted in fits):
        raise ValueError(f"shape {shape} cannot be broadcast to {new_shape}")
    kept = (0 if n == 1 else stride for n, stride in zip(shape, strides, strict=True))
    return (0,) * missing + tuple(kept)


def sum_to_shape(array, shape):  # exercise
    """Add up what broadcasting from `shape` to the array's shape had repeated.

    This is the adjoint of broadcasting, the gradient of `broadcast_to`: for x of `shape`,
    sum(broadcast_to(x, array.shape) * array) equals sum(x * sum_to_shape(array, shape)).
    Raise a ValueError if `shape` cannot be broadcast to the array's (`broadcast_strides` does). An
    integer is a shape of one axis, as in `broadcast_to`.
    """
    shape = as_shape(shape)
    broadcast_strides(shape, (0,) * len(shape), array.shape)  # refuses shapes that don't fit
    new = array.ndim - len(shape)
    repeated = [new + k for k, n in enumerate(shape) if n == 1 and array.shape[new + k] != 1]
    total = array.sum(axis=repeated, keepdims=True) if repeated else array
    return total.sum(axis=tuple(range(new))) if new else total
