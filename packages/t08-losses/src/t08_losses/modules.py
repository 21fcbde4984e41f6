"""The losses as modules: what is fixed for a training run is given once."""

import numpy as np
from t05_mlp import Module

from t08_losses.binary import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    focal_loss,
    hinge_loss,
)
from t08_losses.checks import check_reduction, to_constant
from t08_losses.classification import cross_entropy, nll_loss
from t08_losses.information import kl_div
from t08_losses.regression import huber_loss, l1_loss, mse_loss
from t08_losses.similarity import cosine_embedding_loss, info_nce


class Loss(Module):
    """The base of the losses: a function and the options that it is called with.

    Weights are buffers: `state_dict` holds them and `to(dtype)` converts them.
    """

    function = None

    def __init__(self, reduction, **options):
        super().__init__()
        if reduction != "batchmean" or self.function is not kl_div:
            check_reduction(reduction)
        self.reduction = reduction
        self._options = tuple(options)
        for name, value in options.items():
            if name in ("weight", "pos_weight") and value is not None:
                self.register_buffer(name, np.array(to_constant(value, None, name)))
            else:
                setattr(self, name, value)

    def forward(self, *inputs):
        options = {name: getattr(self, name) for name in self._options}
        return self.function(*inputs, reduction=self.reduction, **options)

    def extra_repr(self):
        parts = [f"{name}={getattr(self, name)}" for name in self._options]
        return ", ".join([*parts, f"reduction={self.reduction!r}"])


class MSELoss(Loss):
    """`mse_loss` of a prediction and a target."""

    function = staticmethod(mse_loss)

    def __init__(self, reduction="mean"):
        super().__init__(reduction)


class L1Loss(Loss):
    """`l1_loss` of a prediction and a target."""

    function = staticmethod(l1_loss)

    def __init__(self, reduction="mean"):
        super().__init__(reduction)


class HuberLoss(Loss):
    """`huber_loss` of a prediction and a target."""

    function = staticmethod(huber_loss)

    def __init__(self, delta=1.0, reduction="mean"):
        super().__init__(reduction, delta=delta)


class BCELoss(Loss):
    """`binary_cross_entropy` of probabilities and targets."""

    function = staticmethod(binary_cross_entropy)

    def __init__(self, weight=None, reduction="mean"):
        super().__init__(reduction, weight=weight)


class BCEWithLogitsLoss(Loss):
    """`binary_cross_entropy_with_logits` of logits and targets."""

    function = staticmethod(binary_cross_entropy_with_logits)

    def __init__(self, weight=None, pos_weight=None, reduction="mean"):
        super().__init__(reduction, weight=weight, pos_weight=pos_weight)


class FocalLoss(Loss):
    """`focal_loss` of logits and targets."""

    function = staticmethod(focal_loss)

    def __init__(self, alpha=0.25, gamma=2.0, reduction="mean"):
        super().__init__(reduction, alpha=alpha, gamma=gamma)


class HingeLoss(Loss):
    """`hinge_loss` of scores and targets -1 or 1."""

    function = staticmethod(hinge_loss)

    def __init__(self, margin=1.0, reduction="mean"):
        super().__init__(reduction, margin=margin)


class CrossEntropyLoss(Loss):
    """`cross_entropy` of logits and classes or probabilities."""

    function = staticmethod(cross_entropy)

    def __init__(self, weight=None, ignore_index=-100, label_smoothing=0.0, reduction="mean"):
        super().__init__(
            reduction, weight=weight, ignore_index=ignore_index, label_smoothing=label_smoothing
        )


class NLLLoss(Loss):
    """`nll_loss` of log-probabilities and classes."""

    function = staticmethod(nll_loss)

    def __init__(self, weight=None, ignore_index=-100, reduction="mean"):
        super().__init__(reduction, weight=weight, ignore_index=ignore_index)


class KLDivLoss(Loss):
    """`kl_div` of log-probabilities and a target distribution."""

    function = staticmethod(kl_div)

    def __init__(self, log_target=False, reduction="mean"):
        super().__init__(reduction, log_target=log_target)


class CosineEmbeddingLoss(Loss):
    """`cosine_embedding_loss` of two batches of vectors and targets -1 or 1."""

    function = staticmethod(cosine_embedding_loss)

    def __init__(self, margin=0.0, reduction="mean"):
        super().__init__(reduction, margin=margin)


class InfoNCELoss(Loss):
    """`info_nce` of queries and their keys."""

    function = staticmethod(info_nce)

    def __init__(self, temperature=0.1, reduction="mean"):
        super().__init__(reduction, temperature=temperature)
