"""Of two sizes the larger one is taken: wrong for 1 and 0, and for 3 and 4."""

EXERCISE = "broadcast_shapes"
MESSAGE = "an axis repeated 0 times is empty"


def broadcast_shapes(*shapes):
    shapes = [as_shape(shape, "shapes") for shape in shapes]
    ndim = max(map(len, shapes), default=0)
    padded = [(1,) * (ndim - len(shape)) + shape for shape in shapes]
    for sizes in zip(*padded, strict=True):
        if len(set(sizes) - {0, 1}) > 1 or set(sizes) >= {0, 2}:
            raise ValueError(f"shapes {shapes} cannot be broadcast")
    return tuple(max(sizes) for sizes in zip(*padded, strict=True))
