"""Einstein's summation: a letter per axis, and strides do the rest."""

from t04_tensors.array import StridedArray, strided
from t04_tensors.products import sum_of_products


def einsum(subscripts, *operands):  # replaces scratchcore
    """Multiply the operands and add up over the letters that the result doesn't have.

    `subscripts` names the axes: "ij,jk->ik" is a matrix product, "ii->i" a diagonal. Without an
    arrow the result has the letters that occur once, in alphabetical order. Three dots stand for
    broadcast axes. One operand and nothing to sum gives a view.
    """
    arrays = [strided(operand) for operand in operands]
    inputs, output = _parse(subscripts, [array.ndim for array in arrays])
    sizes = _sizes(inputs, [array.shape for array in arrays])
    order = output + sorted((label for label in sizes if label not in output), key=str)
    shape = tuple(sizes[label] for label in order)
    views = [
        StridedArray(
            array.buffer,
            shape,
            label_strides(labels, array.shape, array.strides, order),
            array.offset,
            writeable=array.writeable,
        )
        for labels, array in zip(inputs, arrays, strict=True)
    ]
    if len(views) == 1 and len(order) == len(output):
        return views[0]
    return StridedArray(sum_of_products(views, len(order) - len(output)), shape[: len(output)])


def label_strides(labels, shape, strides, order):  # exercise
    """Return the strides with which one operand of einsum is read along the axes `order`.

    `labels` names the operand's axes. A label that it doesn't have, or has with size 1, gets stride
    0. A label that stands there twice walks both axes at once: the diagonal.
    """
    total = dict.fromkeys(order, 0)
    for label, n, stride in zip(labels, shape, strides, strict=True):
        if n > 1:
            total[label] += stride
    return tuple(total.values())


def _parse(subscripts, ndims):
    """Return (labels of each operand, labels of the result); an axis of "..." is -1, -2, ..."""
    if not isinstance(subscripts, str):
        raise TypeError(f"subscripts: expected a string, got {subscripts!r}")
    left, arrow, right = subscripts.replace(" ", "").partition("->")
    terms = left.split(",")
    if len(terms) != len(ndims):
        raise ValueError(
            f"subscripts: {subscripts!r} names {len(terms)} operands, got {len(ndims)}"
        )
    inputs = [_labels(term, ndim, subscripts) for term, ndim in zip(terms, ndims, strict=True)]
    every = [label for labels in inputs for label in labels]
    width = -min((label for label in every if isinstance(label, int)), default=0)
    if not arrow:
        once = sorted(
            label for label in set(every) - set(range(-width, 0)) if every.count(label) == 1
        )
        return inputs, [*range(-width, 0), *once]
    letters = len(right.replace("...", "", 1))
    output = _labels(right, letters + (width if "..." in right else 0), subscripts)
    if len(set(output)) < len(output) or not set(range(-width, 0)) <= set(output) <= set(every):
        message = "the result needs distinct letters of the operands, and their dots"
        raise ValueError(f"subscripts: {message}, got {subscripts!r}")
    return inputs, output


def _labels(term, ndim, subscripts):
    """Return a label for each of the `ndim` axes that `term` names."""
    before, dots, after = term.partition("...")
    letters = before + after
    if letters and not (letters.isalpha() and letters.isascii()):
        raise ValueError(f"subscripts: expected letters, ',', '...' and '->', got {subscripts!r}")
    width = ndim - len(letters)
    if width < 0 or (width and not dots):
        raise ValueError(f"subscripts: {term!r} in {subscripts!r} names no array of {ndim} axes")
    return [*before, *range(-width, 0), *after]


def _sizes(inputs, shapes):
    """Return the size of each label, where 1 gives way to another size of another operand."""
    sizes = {}
    for labels, shape in zip(inputs, shapes, strict=True):
        own = {}
        for label, n in zip(labels, shape, strict=True):
            known = sizes.get(label, 1)
            if own.setdefault(label, n) != n or (n != known and 1 not in (n, known)):
                found = own[label] if own[label] != n else known
                raise ValueError(f"operands: axis {label!r} has the sizes {found} and {n}")
            sizes[label] = known if n == 1 else n
    return sizes
