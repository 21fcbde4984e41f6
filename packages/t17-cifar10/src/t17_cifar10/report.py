"""What a classifier gets wrong: which classes, which pictures; and what its first layer sees."""

import numpy as np
from t10_mnist import class_report, confusion_matrix, report_table
from t10_mnist.dataset import whole_number


def most_confident_mistakes(scores, target, count):  # exercise
    """Return the places (at most `count`) of the rows that are wrong, the surest ones first.

    `scores` are (N, C), `target` (N,) class numbers. How sure a row is, is the largest probability
    p of its softmax; as p rounds to 1 for many rows, they are compared by log((1 - p) / p), the
    log-sum-exp of the other scores minus the largest. Among equals, the one that comes first in
    `scores` stands first.
    """
    whole_number("count", count, 0)
    predicted = scores.argmax(axis=1)  # (N,)
    behind = scores.astype(np.float64) - scores.max(axis=1, keepdims=True)  # (N, C), at most 0
    behind[np.arange(len(scores)), predicted] = -np.inf  # exp gives 0: the winner doesn't count
    doubt = np.logaddexp.reduce(behind, axis=1)  # (N,)
    wrong = np.flatnonzero(predicted != target)
    return wrong[np.argsort(doubt[wrong], kind="stable")][:count]


def confused_pairs(matrix, count):  # exercise
    """Return the (at most `count`) pairs of classes that are most often taken for each other.

    `matrix` is a `confusion_matrix` (C, C). A pair is (a, b, times), Python ints with a < b, in
    which `times` counts both directions; pairs that never happen are left out. The most frequent
    one stands first, and among equals the one with the smaller (a, b).
    """
    both = np.triu(matrix + matrix.T, 1)  # (C, C): each pair once, above the diagonal
    first, second = np.nonzero(both)
    times = both[first, second]
    order = np.argsort(-times, kind="stable")[:count]
    found = np.stack([first, second, times], axis=1)  # (pairs, 3)
    return [tuple(row) for row in found[order].tolist()]


def error_report(scores, target, names):
    """Return a text: precision and recall of each class, and the pairs that are confused."""
    matrix = confusion_matrix(scores.argmax(axis=1), target, len(names))
    lines = [report_table(class_report(matrix), names), "most often confused:"]
    lines += [f"  {names[a]} and {names[b]}: {n} times" for a, b, n in confused_pairs(matrix, 5)]
    return "\n".join(lines)


def filter_grid(weight, columns=8):
    """Return filters (O, 3, KH, KW) side by side as one picture (rows, width, 3) from 0 to 1.

    Grey (0.5) is a weight of 0; each filter is scaled by its own largest weight. A line of white
    pixels separates them.
    """
    count, _, height, width = weight.shape
    largest = np.abs(weight).max(axis=(1, 2, 3), keepdims=True)
    tiles = 0.5 + weight / (2 * np.where(largest > 0, largest, 1))  # (O, 3, KH, KW)
    rows = -(-count // columns)
    tiles = np.pad(tiles, ((0, rows * columns - count), (0, 0), (0, 1), (0, 1)), constant_values=1)
    tiles[count:] = 1
    tiles = tiles.reshape(rows, columns, 3, height + 1, width + 1).transpose(0, 3, 1, 4, 2)
    return tiles.reshape(rows * (height + 1), columns * (width + 1), 3)[:-1, :-1]
