"""A missing start is 0 and a missing stop the size, whatever the step's sign is."""

EXERCISE = "slice_axis"
MESSAGE = "begins at the last element"


def slice_axis(piece, size):
    step = 1 if piece.step is None else piece.step
    start = 0 if piece.start is None else piece.start
    stop = size if piece.stop is None else piece.stop
    start, stop, step = slice(start, stop, step).indices(size)
    length = len(range(start, stop, step))
    return (start, length, step) if length else (0, 0, 1)
