"""How good the predictions are: accuracy, the confusion matrix and what it says of each class."""

import numpy as np


def accuracy(scores, target):  # exercise
    """Return the share of rows whose highest score is at the target, as a Python float.

    `scores` are (N, C), an array or a tensor; `target` are N class numbers, or (N, C) probabilities
    whose highest counts. A row with a NaN is wrong. Raises ValueError naming `target` for no
    rows, or a target of another shape.
    """
    scores, target = _array(scores), _array(target)
    if target.ndim == 2 and target.shape == scores.shape:
        target = target.argmax(axis=1)
    if len(scores) == 0 or target.shape != (len(scores),):
        raise ValueError(
            f"accuracy needs one target for each of at least one row of scores,"
            f" got target {target.shape} for scores {scores.shape}"
        )
    best = scores.argmax(axis=1)  # (N,); the place of the NaN, where there is one
    highest = scores[np.arange(len(scores)), best]
    return float(np.mean((best == target) & ~np.isnan(highest)))


def confusion_matrix(predicted, target, classes=None):  # exercise
    """Return counts (C, C): entry [t, p] is how often class t was taken for class p.

    `predicted` and `target` are (N,) class numbers from 0; `classes` is C, by default one more than
    the largest number. Raises ValueError for other shapes and for numbers outside 0 ... C - 1.
    """
    predicted, target = _class_numbers("predicted", predicted), _class_numbers("target", target)
    if predicted.shape != target.shape:
        raise ValueError(f"predicted has {len(predicted)} entries, target {len(target)}")
    largest = int(max(predicted.max(initial=-1), target.max(initial=-1)))
    classes = largest + 1 if classes is None else classes
    if largest >= classes:
        raise ValueError(f"classes is {classes}, but class {largest} occurs: numbers begin at 0")
    pairs = target * classes + predicted
    return np.bincount(pairs, minlength=classes * classes).reshape(classes, classes)


def class_report(matrix):
    """Return precision, recall and f1 (floats) and support (counts), (C,) each, in a dict.

    Of what was called class c, precision is the part that is c; of what is c, recall is the part
    that was called so; f1 is 2 * right / (called c + is c). NaN where a denominator is 0.
    """
    matrix = np.asarray(matrix)
    right = np.diag(matrix)
    called, support = matrix.sum(axis=0), matrix.sum(axis=1)  # (C,) each
    return {
        "precision": _share(right, called),
        "recall": _share(right, support),
        "f1": _share(2 * right, called + support),
        "support": support,
    }


def report_table(report, names=None):
    """Return a `class_report` as text: one line per class and their means, without NaN, below."""
    names = [str(c) for c in range(len(report["support"]))] if names is None else list(names)
    columns = ("precision", "recall", "f1")
    width = max(5, *(len(name) for name in names))
    lines = [f"{'class':<{width}} precision  recall      f1  support"]
    for c, name in enumerate(names):
        numbers = [report[column][c] for column in columns]
        lines.append(_row(name, width, numbers, report["support"][c]))
    known = [report[column][~np.isnan(report[column])] for column in columns]
    means = [values.mean() if len(values) else np.nan for values in known]
    return "\n".join([*lines, _row("mean", width, means, report["support"].sum())])


def _row(name, width, numbers, count):
    precision, recall, f1 = (f"{number:.4f}" for number in numbers)
    return f"{name:<{width}} {precision:>9} {recall:>7} {f1:>7} {count:>8}"


def _share(part, whole):
    known = whole > 0
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=known)


def _array(values):
    """Return the array behind a tensor, or of anything else that holds numbers."""
    data = getattr(values, "data", values)
    return data if isinstance(data, np.ndarray) else np.asarray(values)


def _class_numbers(name, values):
    """Return class numbers as intp, wide enough for products; raise ValueError for others."""
    values = _array(values)
    fits = values.ndim == 1 and (values.dtype.kind in "iu" or values.size == 0)
    if not fits or (values < 0).any():
        smallest = f", the smallest {values.min()}" if fits else ""
        raise ValueError(
            f"{name} must be class numbers (N,) from 0, got {values.dtype} {values.shape}{smallest}"
        )
    return values.astype(np.intp)
