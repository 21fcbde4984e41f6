"""Bounds beyond the axis are used as they are."""

EXERCISE = "slice_axis"
MESSAGE = "clipped to the axis"


def slice_axis(piece, size):
    step = 1 if piece.step is None else piece.step
    if step == 0:
        raise ValueError("slice step cannot be zero")
    start, stop = piece.start, piece.stop
    if start is None:
        start = 0 if step > 0 else size - 1
    elif start < 0:
        start += size
    if stop is None:
        stop = size if step > 0 else -1
    elif stop < 0:
        stop += size
    length = len(range(start, stop, step))
    return (start, length, step) if length else (0, 0, 1)
