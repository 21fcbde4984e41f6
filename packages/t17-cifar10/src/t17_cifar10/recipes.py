"""The recipes of the milestone: settings that reach its targets, ready for `fit`."""

from dataclasses import dataclass, replace
from functools import partial

from t03_optimizers import AdamW, OneCycleLR
from t08_losses import cross_entropy
from t09_regularization import decay_groups
from t10_mnist import ArrayDataset, DataLoader, accuracy
from t10_mnist.dataset import whole_number

from t17_cifar10.augment import CropFlip, normalize_images
from t17_cifar10.ema import EMA
from t17_cifar10.network import ConvNet
from t17_cifar10.parallel import DataParallel


@dataclass(frozen=True)
class ConvRecipe:
    """How to train a ConvNet on colour pictures: everything but the pictures and the seed."""

    epochs: int
    batch_size: int
    lr: float
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    weight_decay: float = 0.05
    label_smoothing: float = 0.1
    ema_decay: float = 0.998
    padding: int = 4
    cutout: int = 0
    flip: bool = True
    stages: tuple[tuple[int, ...], ...] = ((32,), (64, 64), (128, 128))
    threads: int | None = None

    def inputs(self, pictures):
        """Return an ArrayDataset of normalised pictures, float32, without augmentation."""
        images, labels = pictures.arrays
        return ArrayDataset(normalize_images(images, self.mean, self.std), labels)

    def model(self, *, rng):
        """Return the network in two threads: (B, 3, 32, 32) normalised pictures to scores."""
        return DataParallel(ConvNet(self.stages, rng=rng), self.threads)

    def prepare(self, train, *, rng, epochs=None):
        """Return (model, loader, options) so that `fit(model, loader, **options)` follows this.

        `train` holds uint8 pictures. options["average"] is the EMA: what is evaluated in the end.
        """
        for_model, for_loader = rng.spawn(2)
        epochs = self.epochs if epochs is None else whole_number("epochs", epochs, 1)
        model = self.model(rng=for_model)
        transform = CropFlip(self.padding, self.cutout, self.flip, mean=self.mean, std=self.std)
        loader = DataLoader(
            train,
            self.batch_size,
            shuffle=True,
            drop_last=True,
            rng=for_loader,
            transform=transform,
            prefetch=2,
        )
        groups = decay_groups(model.parameters(), self.weight_decay)
        optimizer = AdamW(groups, lr=self.lr, betas=(0.9, 0.99))
        options = {
            "loss": partial(cross_entropy, label_smoothing=self.label_smoothing),
            "optimizer": optimizer,
            "schedule": OneCycleLR(optimizer, self.lr, epochs * len(loader)),
            "epochs": epochs,
            "metrics": {"accuracy": accuracy},
            "average": EMA(model, self.ema_decay),
        }
        return model, loader, options


SHAPES_RECIPE = ConvRecipe(
    epochs=11,
    batch_size=64,
    lr=3e-3,
    mean=(0.5, 0.5, 0.5),
    std=(0.25, 0.25, 0.25),
    label_smoothing=0.05,
    padding=2,
)
CIFAR10_RECIPE = ConvRecipe(
    epochs=12,
    batch_size=64,
    lr=4e-3,
    mean=(0.4914, 0.4822, 0.4465),
    std=(0.247, 0.2435, 0.2616),
)
CIFAR10_LONG_RECIPE = replace(CIFAR10_RECIPE, epochs=24)
