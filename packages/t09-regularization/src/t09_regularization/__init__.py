"""Regularisation: what makes a network do well on data it has not seen."""

from t09_regularization.batchnorm import (
    BatchNorm,
    BatchNorm1d,
    batch_moments,
    batch_norm,
    batch_norm_backward,
    fixed_norm_backward,
    normalize,
    update_running,
)
from t09_regularization.channels import (
    channel_affine,
    channel_dots,
    channel_scale_,
    channel_sums,
)
from t09_regularization.dropout import Dropout, dropout, random_keep
from t09_regularization.mixup import mixup
from t09_regularization.naive import batch_norm_naive
from t09_regularization.penalties import decay_groups, l1_penalty, l2_penalty, max_norm_
from t09_regularization.stopping import EarlyStopping

__all__ = [
    "BatchNorm",
    "BatchNorm1d",
    "Dropout",
    "EarlyStopping",
    "batch_moments",
    "batch_norm",
    "batch_norm_backward",
    "batch_norm_naive",
    "channel_affine",
    "channel_dots",
    "channel_scale_",
    "channel_sums",
    "decay_groups",
    "dropout",
    "fixed_norm_backward",
    "l1_penalty",
    "l2_penalty",
    "max_norm_",
    "mixup",
    "normalize",
    "random_keep",
    "update_running",
]
