"""The right strides in the wrong order count as contiguous: a square and its transpose."""

EXERCISE = "is_contiguous"
MESSAGE = "which axis has which stride counts"


def is_contiguous(shape, strides, order="C"):
    if 0 in shape:
        return True
    used = [(n, stride) for n, stride in zip(shape, strides, strict=True) if n != 1]
    wanted = contiguous_strides([n for n, _ in used], order)
    return sorted(stride for _, stride in used) == sorted(wanted)
