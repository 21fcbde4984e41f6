"""Normalisation within a sample, and of weights: what needs no batch."""

from t16_normalization.groupnorm import GroupNorm, group_norm, group_norm_backward
from t16_normalization.instancenorm import (
    InstanceNorm,
    InstanceNorm1d,
    InstanceNorm2d,
    instance_norm,
)
from t16_normalization.layernorm import LayerNorm, layer_norm, layer_norm_backward, standardize_rows
from t16_normalization.naive import group_norm_naive, layer_norm_naive, rms_norm_naive
from t16_normalization.rmsnorm import RMSNorm, rms_norm, rms_norm_backward
from t16_normalization.rows import mean_and_variance
from t16_normalization.spectralnorm import SpectralNorm, power_iteration, spectral_norm
from t16_normalization.weightnorm import WeightNorm, weight_norm, weight_norm_backward

__all__ = [
    "GroupNorm",
    "InstanceNorm",
    "InstanceNorm1d",
    "InstanceNorm2d",
    "LayerNorm",
    "RMSNorm",
    "SpectralNorm",
    "WeightNorm",
    "group_norm",
    "group_norm_backward",
    "group_norm_naive",
    "instance_norm",
    "layer_norm",
    "layer_norm_backward",
    "layer_norm_naive",
    "mean_and_variance",
    "power_iteration",
    "rms_norm",
    "rms_norm_backward",
    "rms_norm_naive",
    "spectral_norm",
    "standardize_rows",
    "weight_norm",
    "weight_norm_backward",
]
