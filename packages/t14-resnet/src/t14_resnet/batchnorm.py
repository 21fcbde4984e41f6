"""BatchNorm2d, with the addition of a shortcut and the ReLU that follow it in the same operation.

The formulas are t09's. What is new is the order of the work: some channels go through all steps
while they are in the cache, then the next ones, and a second thread takes half of the channels. So
x is read from memory once, and not once for each step.
"""

import numpy as np
from scratchcore import primitive
from t07_activations.arrays import keep
from t09_regularization import (
    BatchNorm,
    batch_moments,
    batch_norm_backward,
    fixed_norm_backward,
    normalize,
    update_running,
)
from t09_regularization.batchnorm import require_channels
from t12_im2col import in_two_threads

from t14_resnet.naive import batch_norm2d_naive
from t14_resnet.tables import as_table, channel_pieces, from_table

_CHEAP = 4  # below 800,000 elements the passes are too short for a second thread to pay


def norm_forward(x, weight, bias, residual, moments, *, eps, relu):  # exercise
    """Return a table x (A, C, B) normalised, plus `residual`, cut off below 0 if `relu`; moments.

    weight and bias are (C,) or None, residual is a table of x's shape or None. `moments` are the
    mean and the variance to use, (C,) float64 each, or None for those of x (`batch_moments`); the
    ones that were used come back. `normalize` takes any channels of x: `channel_pieces` says which
    fit into the cache together, and `in_two_threads` shares the channels between two threads.
    """
    out = np.empty_like(x)
    mean, var = np.empty((2, x.shape[1])) if moments is None else moments

    def part(start, stop):
        for c in channel_pieces(x, start, stop):
            if moments is None:
                mean[c], var[c] = batch_moments(x[:, c])
            inv_std = 1 / np.sqrt(var[c] + eps)
            piece = out[:, c]
            normalize(x[:, c], mean[c], inv_std, _some(weight, c), _some(bias, c), piece)
            if residual is not None:
                piece += residual[:, c]
            if relu:  # clip is three times as fast as np.maximum
                piece.clip(0.0, np.inf, out=piece)

    in_two_threads(part, x.shape[1], x.size // _CHEAP)
    return out, (mean, var)


def norm_backward(g, x, out, weight, moments, *, eps, training):  # exercise
    """Return the gradients of the table x, of weight, bias and residual, for g, that of the output.

    All tables are (A, C, B). `out` is the output if it was cut off below 0, else None: g counts
    only where out isn't 0, and this is also the residual's gradient. `batch_norm_backward` and
    `fixed_norm_backward` know the rest, the first where x's own moments were used (`training`).
    """
    mean, var = moments
    pull = batch_norm_backward if training else fixed_norm_backward
    passed = g if out is None else np.empty_like(g)
    x_grad = np.empty_like(x)
    weight_grad, bias_grad = np.empty((2, x.shape[1]), x.dtype)

    def part(start, stop):
        for c in channel_pieces(x, start, stop):
            if out is not None:
                keep(g[:, c], out[:, c] != 0, passed[:, c])
            inv_std = 1 / np.sqrt(var[c] + eps)
            _, weight_grad[c], bias_grad[c] = pull(
                passed[:, c], x[:, c], mean[c], inv_std, _some(weight, c), x_grad[:, c]
            )

    in_two_threads(part, x.shape[1], x.size // _CHEAP)
    return x_grad, weight_grad, bias_grad, passed


def _some(vector, channels):
    return None if vector is None else vector[channels]


@primitive(composite=batch_norm2d_naive)
def batch_norm2d(  # exercise
    x,
    weight,
    bias,
    running_mean,
    running_var,
    residual=None,
    *,
    training,
    momentum=0.1,
    eps=1e-5,
    relu=False,
):
    """Return what `batch_norm2d_naive` does, and the function that pulls a gradient back.

    x is (N, C, H, W), residual too, or None; weight and bias are (C,) or None. Training takes the
    moments from x and, unless they are None, updates the running statistics in place; otherwise
    those are used, and stay. The result lies in memory as x does. An empty x changes nothing.
    `require_norm2d` checks the arguments; `as_table`, `norm_forward`, `norm_backward` and
    `from_table` do the work. The gradients come in the order of the arguments: None for the running
    statistics, and for residual one in x's shape.
    """
    require_norm2d(x, weight, bias, running_mean, running_var, residual, training)
    if not x.size:
        none = np.zeros(x.shape[1], x.dtype)
        return x.copy(), lambda g: (g.copy(), none, none.copy(), None, None, g.copy())
    table = as_table(x)  # (A, C, B)
    added = None if residual is None else as_table(residual, x)
    moments = None if training else [a.astype(np.float64) for a in (running_mean, running_var)]
    out, moments = norm_forward(table, weight, bias, added, moments, eps=eps, relu=relu)
    if training and running_mean is not None:
        count = x.size // x.shape[1]
        update_running(running_mean, running_var, *moments, count, momentum)
    kept = out if relu else None

    def backward(g):
        of_x, of_weight, of_bias, of_residual = norm_backward(
            as_table(g, x), table, kept, weight, moments, eps=eps, training=training
        )
        return from_table(of_x, x), of_weight, of_bias, None, None, from_table(of_residual, x)

    return from_table(out, x), backward


def require_norm2d(x, weight, bias, running_mean, running_var, residual, training):
    """Raise ValueError or TypeError unless all arguments of `batch_norm2d` fit together."""
    require_channels(x, weight, bias, running_mean, running_var, training)
    if x.ndim != 4:
        raise ValueError(f"batch_norm2d: x must have shape (N, C, H, W), got {x.shape}")
    if residual is not None and (residual.shape, residual.dtype) != (x.shape, x.dtype):
        raise ValueError(
            f"batch_norm2d: residual is {residual.dtype} of shape {residual.shape}, expected "
            f"{x.dtype} of {x.shape} as x: it is added to what x becomes"
        )


class BatchNorm2d(BatchNorm):
    """Batch normalisation of (N, C, H, W), PyTorch's names and defaults.

    Called with `residual` or `relu`, it adds and cuts off in the same pass over memory.
    """

    ranks = (4,)

    def forward(self, x, residual=None, relu=False):  # exercise
        """Normalise x by its own statistics in training, by the running ones otherwise.

        Then add residual (N, C, H, W), if there is one, and cut off below 0 if `relu`. All else is
        as in `BatchNorm.forward`: momentum None, untracked statistics, the count of the batches.
        """
        self.require_input(x)
        counting = self.training and self.track_running_stats and x.size > 0
        momentum = self.momentum
        if momentum is None:
            momentum = 1 / (int(self.num_batches_tracked) + 1) if counting else 0.0
        out = batch_norm2d(
            x,
            self.weight,
            self.bias,
            self.running_mean,
            self.running_var,
            residual,
            training=self.training or not self.track_running_stats,
            momentum=momentum,
            eps=self.eps,
            relu=relu,
        )
        if counting:
            self.num_batches_tracked[...] += 1
        return out


class BatchNormReLU2d(BatchNorm2d):
    """BatchNorm2d and the ReLU after it, as one link of a chain."""

    def forward(self, x):
        return super().forward(x, relu=True)
