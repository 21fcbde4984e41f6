"""Only the last stride is looked at, so rows with gaps between them pass."""

EXERCISE = "is_contiguous"
MESSAGE = "does not read 6 neighbours"


def is_contiguous(shape, strides, order="C"):
    if 0 in shape or not shape:
        return True
    return strides[-1 if order == "C" else 0] == 1
