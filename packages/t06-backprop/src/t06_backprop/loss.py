"""Softmax and cross-entropy as one layer: the last step forward, the first step back."""

import numpy as np

from t06_backprop.layers import ManualLayer

REDUCTIONS = ("mean", "sum")


class SoftmaxCrossEntropyLayer(ManualLayer):
    """The cross-entropy of logits (N, C) against N class numbers, in nats.

    `reduction` says whether the losses of the rows are averaged ("mean") or added up ("sum").
    """

    def __init__(self, reduction="mean"):
        super().__init__()
        if reduction not in REDUCTIONS:
            raise ValueError(f"reduction must be 'mean' or 'sum', got {reduction!r}")
        self.reduction = reduction

    def forward(self, logits, labels):  # exercise
        """Return the loss as a float and keep what `backward` needs.

        Start with `labels = class_numbers(labels, logits)`, which checks them. Logits of 10,000
        and more must not overflow. The mean over no rows is NaN, without a warning; their sum is 0.
        """
        labels = class_numbers(labels, logits)
        rows = np.arange(len(labels))
        shifted = logits - logits.max(axis=1, keepdims=True)  # (N, C), at most 0
        exp = np.exp(shifted)
        total = exp.sum(axis=1, keepdims=True)  # (N, 1), at least 1
        self.keep((exp / total, rows, labels))
        loss = float(np.sum(np.log(total[:, 0]) - shifted[rows, labels]))
        if self.reduction == "sum":
            return loss
        return loss / len(rows) if len(rows) else float("nan")

    def backward(self, g=1.0):  # exercise
        """Return the gradient with respect to the logits, (N, C).

        `g` is a number: the gradient of what follows with respect to this loss.
        """
        out, rows, labels = self.recall()  # the probabilities are nobody else's: work in place
        out[rows, labels] -= 1
        share = g / max(len(rows), 1) if self.reduction == "mean" else g
        out *= float(share)
        return out


def class_numbers(labels, logits):
    """Return `labels` as an integer array (N,) for logits (N, C), or raise saying what is wrong."""
    if np.ndim(logits) != 2 or logits.shape[1] == 0:
        raise ValueError(f"logits have shape {np.shape(logits)}, expected (N, C) with C > 0")
    labels = np.asarray(labels)
    count, classes = logits.shape
    if labels.shape == (count, classes) and labels.ndim == 2:
        raise ValueError(
            f"labels have shape {labels.shape}: pass class numbers (N,), not one-hot rows"
        )
    if labels.shape != (count,):
        raise ValueError(f"labels have shape {labels.shape}, expected ({count},) for {count} rows")
    if labels.dtype.kind not in "iu" and count:
        raise TypeError(f"labels have dtype {labels.dtype}, expected integers")
    bad = np.flatnonzero((labels < 0) | (labels >= classes))
    if bad.size:
        first = int(bad[0])
        raise ValueError(f"labels[{first}] is {labels[first]}, expected 0 to {classes - 1}")
    return labels.astype(np.intp)
