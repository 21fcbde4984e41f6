"""Differentiable products: matmul and everything that is one."""

import string

import numpy as np
from numpy.lib.array_utils import normalize_axis_tuple

from ..autograd import implements, primitive
from .broadcasting import like_tensors, unbroadcast
from .elementwise import absolute, multiply
from .reductions import kept_shape


@primitive(np.matmul)
def matmul(x, y):
    """x @ y in every rank NumPy allows: vectors, matrices, broadcast stacks of matrices."""
    try:
        if y.ndim == 2 and x.ndim == 2 and x.shape[1] == len(y):
            return _dot(x, y), lambda g: (lambda: _dot(g, y.T), lambda: _dot(x.T, g))
        fits = x.shape[-1] == y.shape[-2 if y.ndim > 1 else 0]
    except (AttributeError, IndexError):
        shapes = f"{np.shape(x)} and {np.shape(y)}"
        raise ValueError(f"matmul: shapes {shapes}: multiply with a number by *") from None
    if not fits:
        raise ValueError(f"matmul: shapes {x.shape} and {y.shape} do not match")
    if y.ndim == 2 and x.ndim > 2:
        return _rows_times_matrix(x, y)
    return x @ y, lambda g: (
        lambda: _matmul_left(g, x.shape, y, x.ndim == 1),
        lambda: _matmul_right(g, x, y.shape, y.ndim == 1),
    )


def _dot(x, y):
    """Two matrices: dot is the same BLAS call as matmul with a third of the call time.

    An array's dot does not know tensors, which come with derivatives of higher order.
    """
    return x.dot(y) if type(y) is np.ndarray else x @ y


def _rows_times_matrix(x, y):
    """(..., n, k) @ (k, m) as one product of all rows, not one for each matrix of the stack."""
    rows = x.reshape(-1, x.shape[-1])  # (N, k)
    shape = x.shape
    out = _dot(rows, y).reshape(*shape[:-1], y.shape[-1])

    def backward(g):
        flat = g.reshape(-1, g.shape[-1])  # (N, m)
        return lambda: _dot(flat, y.T).reshape(shape), lambda: _dot(rows.T, flat)

    return out, backward


def _matmul_left(g, shape, y, vector):
    """Gradient of x in x @ y."""
    if y.ndim == 1:
        return unbroadcast(np.expand_dims(g, -1) * y, shape)
    if vector:
        return unbroadcast((np.expand_dims(g, -2) * y).sum(axis=-1), shape)
    return unbroadcast(g @ y.swapaxes(-1, -2), shape)


def _matmul_right(g, x, shape, vector):
    """Gradient of y in x @ y."""
    if x.ndim == 1:
        if vector:
            return g * x
        return unbroadcast(np.expand_dims(x, -1) * np.expand_dims(g, -2), shape)
    if vector:
        return unbroadcast((np.expand_dims(g, -1) * x).sum(axis=tuple(range(x.ndim - 1))), shape)
    return unbroadcast(x.swapaxes(-1, -2) @ g, shape)


@implements(np.dot)
def dot(x, y):
    """NumPy's dot: the last axis of x with the second last of y."""
    x, y = like_tensors([x, y])
    if not np.ndim(x) or not np.ndim(y):
        return multiply(x, y)
    if y.ndim <= 2:
        return matmul(x, y)
    return tensordot(x, y, axes=((-1,), (-2,)))


@implements(np.outer)
def outer(x, y):
    """All products of the flattened arrays, shape (x.size, y.size)."""
    return multiply(np.reshape(x, (-1, 1)), np.reshape(y, (1, -1)))


@implements(np.tensordot)
def tensordot(x, y, axes=2):
    """Sum products over pairs of axes: one matrix product of the reshaped arrays."""
    if isinstance(axes, (int, np.integer)):
        left, right = list(range(x.ndim - axes, x.ndim)), list(range(axes))
    else:
        left, right = (list(a) if np.iterable(a) else [a] for a in axes)
    left = normalize_axis_tuple(left, x.ndim)
    right = normalize_axis_tuple(right, y.ndim)
    if len(left) != len(right) or [x.shape[a] for a in left] != [y.shape[a] for a in right]:
        raise ValueError(f"tensordot: axes={axes!r} do not match shapes {x.shape} and {y.shape}")
    rest_x = [a for a in range(x.ndim) if a not in left]
    rest_y = [a for a in range(y.ndim) if a not in right]
    size = int(np.prod([x.shape[a] for a in left]))
    rows = int(np.prod([x.shape[a] for a in rest_x]))
    columns = int(np.prod([y.shape[a] for a in rest_y]))
    a = np.reshape(np.transpose(x, (*rest_x, *left)), (rows, size))
    b = np.reshape(np.transpose(y, (*right, *rest_y)), (size, columns))
    return np.reshape(matmul(a, b), [x.shape[a] for a in rest_x] + [y.shape[a] for a in rest_y])


@implements(np.einsum)
def einsum(*operands, optimize=True):
    """Einstein summation for any subscripts, in string or interleaved form."""
    subscripts, arrays = _explicit(operands)
    return _einsum(subscripts, optimize, *arrays)


@primitive()
def _einsum(subscripts, optimize, *arrays):
    inputs, output = subscripts.split("->")
    terms = inputs.split(",")
    out = np.einsum(subscripts, *arrays, optimize=optimize and len(arrays) > 1)
    return out, lambda g: (
        None,
        None,
        *(
            (lambda i=i: _einsum_back(g, terms, output, arrays, i, optimize))
            for i in range(len(arrays))
        ),
    )


def _einsum_back(g, terms, output, arrays, position, optimize):
    """Gradient of one operand: the others times g, summed to the letters of its term."""
    term, target = terms[position], arrays[position].shape
    sizes = dict(zip(term, target, strict=True))
    rest = [(t, a) for i, (t, a) in enumerate(zip(terms, arrays, strict=True)) if i != position]
    known = set(output).union(*(t for t, _ in rest))
    letters = "".join(dict.fromkeys(term))  # repeated letters are a diagonal
    found = "".join(c for c in letters if c in known)
    names = ",".join([output, *(t for t, _ in rest)]) + "->" + found
    part = einsum(names, g, *(a for _, a in rest), optimize=optimize)
    part = _sum_broadcast(part, [sizes[c] for c in found])
    part = np.reshape(part, [sizes[c] if c in known else 1 for c in letters])
    part = np.broadcast_to(part, [sizes[c] for c in letters])
    return part if letters == term else _onto_diagonal(part, letters, term, target)


def _sum_broadcast(part, sizes):
    """Undo the broadcasting of size-one axes that an ellipsis or einsum itself did."""
    axes = tuple(i for i, n in enumerate(sizes) if n == 1 and part.shape[i] != 1)
    return part.sum(axis=axes, keepdims=True) if axes else part


def _onto_diagonal(part, letters, term, shape):
    from .indexing import scatter

    grid = np.ogrid[tuple(slice(n) for n in part.shape)] if letters else ()
    index = tuple(grid[letters.index(c)] for c in term)
    return scatter(part, index, shape)


def _explicit(operands):
    """Return subscripts with arrow and letters instead of an ellipsis, and the arrays."""
    if not isinstance(operands[0], str):
        operands = _from_interleaved(operands)
    text, arrays = operands[0].replace(" ", ""), operands[1:]
    arrays = [a if hasattr(a, "ndim") else np.asarray(a) for a in arrays]
    inputs, arrow, output = text.partition("->")
    terms = inputs.split(",")
    if len(terms) != len(arrays):
        raise ValueError(f"einsum: {len(terms)} terms in {text!r} for {len(arrays)} operands")
    spare = [c for c in string.ascii_letters if c not in text]
    ranks = [a.ndim - len(t.replace("...", "")) for t, a in zip(terms, arrays, strict=True)]
    widest = max((r for t, r in zip(terms, ranks, strict=True) if "..." in t), default=0)
    dots = "".join(spare[:widest])
    if not arrow:
        letters = inputs.replace(",", "").replace("...", "")
        once = sorted(c for c in set(letters) if letters.count(c) == 1)
        output = ("..." if "..." in inputs else "") + "".join(once)
    terms = [
        t.replace("...", dots[len(dots) - r :] if r else "")
        for t, r in zip(terms, ranks, strict=True)
    ]
    return ",".join(terms) + "->" + output.replace("...", dots), arrays


def _from_interleaved(operands):
    """Turn (x, [0, 1], y, [1, 2], [0, 2]) into the string form."""

    def name(labels):
        return "".join("..." if c is Ellipsis else string.ascii_letters[c] for c in labels)

    pairs = len(operands) // 2
    arrays, labels = operands[: 2 * pairs : 2], operands[1 : 2 * pairs : 2]
    text = ",".join(name(each) for each in labels)
    if len(operands) % 2:
        text += "->" + name(operands[-1])
    return text, *arrays


@implements(np.linalg.norm)
def norm(x, ord=None, axis=None, keepdims=False):
    """Vector norms of order 2 (Frobenius for all of a matrix), 1, inf and -inf."""
    vector = isinstance(axis, (int, np.integer)) or (axis is None and x.ndim == 1)
    if ord in (None, "fro") or (ord == 2 and vector):
        return _norm(x, axis, keepdims)
    if vector and ord == 1:
        return np.sum(absolute(x), axis=axis, keepdims=keepdims)
    if vector and ord in (np.inf, -np.inf):
        extreme = np.max if ord > 0 else np.min
        return extreme(absolute(x), axis=axis, keepdims=keepdims)
    raise TypeError(f"np.linalg.norm: ord={ord!r}, axis={axis!r} is not supported for tensors")


@primitive()
def _norm(x, axis, keepdims):
    """Euclidean norm, gradient 0 at 0 as in PyTorch."""
    out = np.sqrt((x * x).sum(axis=axis, keepdims=keepdims))

    def backward(g):
        kept = kept_shape(x.shape, axis)
        length = out.reshape(kept)
        return (g.reshape(kept) * x / np.where(length == 0, 1, length),)

    return out, backward
