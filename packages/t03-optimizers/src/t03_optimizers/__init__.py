"""Optimizers, learning-rate schedules and gradient clipping for anything with .data and .grad."""

from t03_optimizers.blas import axpby, axpy
from t03_optimizers.clipping import clip_grad_norm_, clip_grad_value_
from t03_optimizers.muon import Muon, muon_update, newton_schulz
from t03_optimizers.optimizer import Optimizer
from t03_optimizers.optimizers import SGD, Adagrad, Adam, AdamW, Lion, RMSprop
from t03_optimizers.rules import (
    adagrad_update,
    adam_update,
    adamw_update,
    add_l2,
    lion_update,
    rmsprop_update,
    sgd_update,
)
from t03_optimizers.schedules import (
    CosineAnnealingLR,
    LinearWarmup,
    OneCycleLR,
    ReduceLROnPlateau,
    StepLR,
)
from t03_optimizers.study import compare_on_moons
from t03_optimizers.surfaces import BEALE, HIMMELBLAU, ROSENBROCK, SADDLE, SURFACES, descend

__all__ = [
    "BEALE",
    "HIMMELBLAU",
    "ROSENBROCK",
    "SADDLE",
    "SGD",
    "SURFACES",
    "Adagrad",
    "Adam",
    "AdamW",
    "CosineAnnealingLR",
    "LinearWarmup",
    "Lion",
    "Muon",
    "OneCycleLR",
    "Optimizer",
    "RMSprop",
    "ReduceLROnPlateau",
    "StepLR",
    "adagrad_update",
    "adam_update",
    "adamw_update",
    "add_l2",
    "axpby",
    "axpy",
    "clip_grad_norm_",
    "clip_grad_value_",
    "compare_on_moons",
    "descend",
    "lion_update",
    "muon_update",
    "newton_schulz",
    "rmsprop_update",
    "sgd_update",
]
