"""Shapes are aligned at their first axis."""

EXERCISE = "broadcast_shapes"
MESSAGE = "missing axes are added on the left"


def broadcast_shapes(*shapes):
    shapes = [as_shape(shape, "shapes") for shape in shapes]
    result = []
    for place in range(max(map(len, shapes), default=0)):
        sizes = {shape[place] for shape in shapes if len(shape) > place} - {1}
        if len(sizes) > 1:
            # (2, 3, 4) and (4,) end up here
            raise ValueError(f"cannot be broadcast: missing axes are added on the left? {sizes}")
        result.append(sizes.pop() if sizes else 1)
    return tuple(result)
