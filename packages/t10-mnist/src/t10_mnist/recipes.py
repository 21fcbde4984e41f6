"""The recipes of the milestone: networks and settings that reach its targets, ready for `fit`."""

from dataclasses import dataclass, field
from functools import partial

import numpy as np
from t03_optimizers import AdamW, OneCycleLR
from t05_mlp import Linear, Sequential
from t07_activations import GELU
from t08_losses import cross_entropy
from t09_regularization import BatchNorm1d, Dropout

from t10_mnist.augment import RandomAffine
from t10_mnist.dataloader import DataLoader
from t10_mnist.dataset import ArrayDataset
from t10_mnist.metrics import accuracy


@dataclass(frozen=True)
class Recipe:
    """How to train an MLP on pictures: everything but the pictures and the seed."""

    size: tuple[int, int]
    brightest: int
    hidden: tuple[int, ...]
    epochs: int
    batch_size: int
    lr: float
    weight_decay: float = 0.01
    input_dropout: float = 0.0
    dropout: float = 0.0
    label_smoothing: float = 0.0
    batch_norm: bool = True
    affine: dict = field(default_factory=dict)

    def inputs(self, pictures):
        """Return an ArrayDataset of rows from 0 to 1, float32 (N, H W), and the labels."""
        images, labels = pictures.arrays
        rows = images.reshape(len(images), -1)
        return ArrayDataset(np.divide(rows, self.brightest, dtype=np.float32), labels)

    def model(self, *, rng):
        """Return the network: (B, H W) pictures to (B, 10) scores."""
        layers = [Dropout(self.input_dropout, rng=rng)] if self.input_dropout else []
        fan_in = self.size[0] * self.size[1]
        for width in self.hidden:
            layers.append(Linear(fan_in, width, bias=not self.batch_norm, rng=rng))
            layers += [BatchNorm1d(width)] if self.batch_norm else []
            layers.append(GELU())
            layers += [Dropout(self.dropout, rng=rng)] if self.dropout else []
            fan_in = width
        return Sequential(*layers, Linear(fan_in, 10, rng=rng))

    def prepare(self, train, *, rng, epochs=None):
        """Return (model, loader, options) so that `fit(model, loader, **options)` follows this.

        The network (weights, dropout) and the loader (order, augmentation) draw from generators
        of their own: neither depends on how often the other one draws.
        """
        for_model, for_loader = rng.spawn(2)
        epochs = epochs or self.epochs
        model = self.model(rng=for_model)
        loader = DataLoader(
            train,
            self.batch_size,
            shuffle=True,
            drop_last=True,
            rng=for_loader,
            transform=RandomAffine(self.size, **self.affine) if self.affine else None,
            prefetch=2,
        )
        optimizer = AdamW(model.parameters(), lr=self.lr, weight_decay=self.weight_decay)
        options = {
            "loss": partial(cross_entropy, label_smoothing=self.label_smoothing),
            "optimizer": optimizer,
            "schedule": OneCycleLR(optimizer, self.lr, epochs * len(loader)),
            "epochs": epochs,
            "metrics": {"accuracy": accuracy},
        }
        return model, loader, options


DIGITS_RECIPE = Recipe(
    size=(8, 8),
    brightest=16,
    hidden=(256, 256),
    epochs=80,
    batch_size=64,
    lr=3e-3,
    input_dropout=0.1,
    dropout=0.3,
    label_smoothing=0.1,
    affine={"rotate": 7, "scale": 0.08, "shear": 0.1, "shift": 0.35},
)
MNIST_RECIPE = Recipe(
    size=(28, 28),
    brightest=255,
    hidden=(512, 512),
    epochs=12,
    batch_size=128,
    lr=3e-3,
    dropout=0.1,
    affine={"rotate": 10, "scale": 0.1, "shear": 0.2, "shift": 1.5},
)
