"""The same numbers as scikit-learn and torch: metrics, warped pictures, a whole training run."""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t03_optimizers import AdamW, OneCycleLR
from t05_mlp import Linear, Sequential
from t07_activations import GELU
from t08_losses import cross_entropy
from t10_mnist import (
    ArrayDataset,
    DataLoader,
    accuracy,
    affine_maps,
    class_report,
    confusion_matrix,
    evaluate,
    fit,
    load_digits,
    warp,
)

pytestmark = pytest.mark.oracle


def test_accuracy_confusion_and_report_are_scikit_learns():
    from sklearn import metrics

    rng = np.random.default_rng(0)
    scores, target = rng.normal(size=(500, 7)), rng.integers(0, 7, 500)
    predicted = scores.argmax(axis=1)
    assert_close(accuracy(scores, target), metrics.accuracy_score(target, predicted), name="share")
    matrix = confusion_matrix(predicted, target)
    assert_close(matrix, metrics.confusion_matrix(target, predicted), name="confusion matrix")
    expected = metrics.precision_recall_fscore_support(target, predicted)
    for name, values in zip(("precision", "recall", "f1", "support"), expected, strict=True):
        assert_close(class_report(matrix)[name], values, name=name)


@pytest.mark.parametrize("shape", [(5, 9, 7), (3, 28, 28), (2, 2, 8)])
def test_warp_is_torchs_grid_sample(shape):
    import torch

    rng = np.random.default_rng(1)
    images, (_, height, width) = rng.random(shape), shape
    maps = affine_maps(len(images), rotate=30, scale=0.3, shear=0.3, shift=2, rng=rng)
    # grid_sample counts x before y, and from -1 to 1 between the corners.
    swapped = maps[:, ::-1][:, :, [1, 0, 2]].astype(float)
    units = np.array([(width - 1) / 2, (height - 1) / 2])
    theta = swapped / units[:, None]
    theta[:, :, :2] *= units
    grid = torch.nn.functional.affine_grid(
        torch.from_numpy(theta), (len(images), 1, height, width), align_corners=True
    )
    expected = torch.nn.functional.grid_sample(
        torch.from_numpy(images[:, None]), grid, padding_mode="zeros", align_corners=True
    )
    assert_close(
        warp(images, maps), expected[:, 0].numpy(), name="warped", rtol=1e-4, atol=1e-5
    )  # our places are float32


def rows(pictures):
    """Return the pictures as rows of float64 from 0 to 1, and their labels."""
    images, labels = pictures.arrays
    return images.reshape(-1, 64) / 16, labels


def batches(x, y):
    return DataLoader(ArrayDataset(x, y), 100, shuffle=True, rng=np.random.default_rng(3))


def trained_by_torch(state, x, y):
    """Return torch's network after two epochs on the very batches of our loader."""
    import torch

    layers = torch.nn.Linear(64, 32), torch.nn.GELU(), torch.nn.Linear(32, 10)
    model = torch.nn.Sequential(*layers).double()
    model.load_state_dict({name: torch.from_numpy(array) for name, array in state.items()})
    loader = batches(x, y)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 1e-2, 2 * len(loader))
    for images, labels in (batch for _ in range(2) for batch in loader):
        optimizer.zero_grad()
        scores = model(torch.from_numpy(images))
        torch.nn.functional.cross_entropy(scores, torch.from_numpy(labels)).backward()
        optimizer.step()
        schedule.step()
    return model


def test_a_training_run_and_its_evaluation_are_torchs():
    import torch

    (x, y), (pictures, labels) = map(rows, load_digits())
    rng = np.random.default_rng(2)
    layers = [Linear(*sizes, rng=rng, dtype=np.float64) for sizes in ((64, 32), (32, 10))]
    model = Sequential(layers[0], GELU(), layers[1])
    theirs = trained_by_torch(model.state_dict(), x, y)
    loader, optimizer = batches(x, y), AdamW(model.parameters(), lr=1e-2)
    options = {"schedule": OneCycleLR(optimizer, 1e-2, 2 * len(loader)), "epochs": 2}
    fit(model, loader, loss=cross_entropy, optimizer=optimizer, progress=False, **options)
    for name, tensor in theirs.state_dict().items():
        assert_close(model.state_dict()[name], tensor.numpy(), name=name, rtol=1e-5, atol=1e-8)
    rest = DataLoader(ArrayDataset(pictures, labels), 100)
    got = evaluate(model, rest, loss=cross_entropy, metrics={"accuracy": accuracy})
    with torch.no_grad():
        scores = theirs(torch.from_numpy(pictures))
        loss = torch.nn.functional.cross_entropy(scores, torch.from_numpy(labels)).item()
    assert_close(got["loss"], loss, name="test loss", rtol=1e-5)
    right = (scores.argmax(dim=1).numpy() == labels).mean()
    assert_close(got["accuracy"], right, name="test accuracy")
