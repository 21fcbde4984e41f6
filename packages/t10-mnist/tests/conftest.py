"""A small training run with everything in it that a checkpoint has to hold."""

import numpy as np
import pytest
from t03_optimizers import Adam, OneCycleLR
from t05_mlp import Linear, Sequential
from t07_activations import Tanh
from t08_losses import cross_entropy
from t09_regularization import BatchNorm1d, Dropout, EarlyStopping
from t10_mnist import ArrayDataset, DataLoader, RandomAffine, accuracy

EPOCHS = 4


def small_model(rng, for_dropout):
    """Return a network with parameters, buffers and a generator."""
    return Sequential(
        Linear(12, 8, rng=rng),
        BatchNorm1d(8),
        Tanh(),
        Dropout(0.3, rng=for_dropout),
        Linear(8, 4, rng=rng),
    )


def small_run(*, shared=False, prefetch=0, seed=0):
    """Return (model, loader, options) of a run of 4 epochs of 5 steps on 38 random pictures.

    `shared` gives dropout and the loader one and the same generator.
    """
    pictures = np.random.default_rng(99).random((50, 12)).astype(np.float32)
    labels = (pictures[:, :4].argmax(axis=1)).astype(np.int64)
    rng = np.random.default_rng(seed)
    model = small_model(rng, rng if shared else np.random.default_rng(seed + 1))
    loader = DataLoader(
        ArrayDataset(pictures[:38], labels[:38]),
        8,
        shuffle=True,
        rng=rng,
        prefetch=prefetch,
        transform=RandomAffine((3, 4), rotate=10, shift=0.5),
    )
    optimizer = Adam(model.parameters(), lr=0.01)
    return (
        model,
        loader,
        {
            "loss": cross_entropy,
            "optimizer": optimizer,
            "schedule": OneCycleLR(optimizer, 0.01, EPOCHS * len(loader)),
            "epochs": EPOCHS,
            "validation": DataLoader(
                ArrayDataset(pictures[38:], labels[38:]),
                5,
                shuffle=True,
                rng=np.random.default_rng(8),
            ),
            "metrics": {"accuracy": accuracy},
            "early_stopping": EarlyStopping(patience=50),
            "progress": False,
        },
    )


@pytest.fixture
def make():
    """Hand out `small_run`: test files cannot import from here."""
    return small_run
