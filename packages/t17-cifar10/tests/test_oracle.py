"""Against torch: mirrored borders, flips, averaged models, softmax; and a network's scores."""

import numpy as np
import pytest
import torch
from scratchcore.testing import assert_close
from t05_mlp import Linear, Sequential
from t09_regularization import BatchNorm1d
from t17_cifar10 import EMA, most_confident_mistakes, normalize_images, random_crop, random_flip

pytestmark = pytest.mark.oracle


def pictures(dtype=np.float64):
    return np.random.default_rng(0).integers(256, size=(9, 3, 6, 8)).astype(dtype)


@pytest.mark.parametrize(("mode", "theirs"), [("reflect", "reflect"), ("zero", "constant")])
def test_crops_are_windows_of_torchs_padded_pictures(mode, theirs):
    images = pictures()
    padded = torch.nn.functional.pad(torch.tensor(images), (3, 3, 3, 3), mode=theirs)
    top, left = np.random.default_rng(5).integers(0, 7, (2, 9))
    expected = [
        image[:, y : y + 6, x : x + 8] for image, y, x in zip(padded, top, left, strict=True)
    ]
    got = random_crop(images, padding=3, mode=mode, rng=np.random.default_rng(5))
    assert_close(got, torch.stack(expected).numpy(), name="crops")


def test_mirrors_and_normalised_pixels_agree():
    images = pictures(np.uint8)
    got = random_flip(images, share=1, rng=np.random.default_rng(0))
    assert_close(got, torch.flip(torch.tensor(images), (3,)).numpy(), name="mirror images")
    mean, std = np.array([0.4914, 0.4822, 0.4465]), np.array([0.2470, 0.2435, 0.2616])
    shaped = [torch.tensor(value, dtype=torch.float32).view(3, 1, 1) for value in (mean, std)]
    expected = (torch.tensor(images).float() / 255 - shaped[0]) / shaped[1]
    got = normalize_images(images, mean, std)
    assert_close(got, expected.numpy(), name="normalised pictures", atol=1e-5)


def test_averages_follow_torchs_averaged_model():
    ours = Sequential(Linear(4, 3, rng=np.random.default_rng(0)), BatchNorm1d(3))
    theirs = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.BatchNorm1d(3))
    copied = {path: torch.tensor(array) for path, array in ours.state_dict().items()}
    theirs.load_state_dict(copied)
    ema = EMA(ours, 0.9, warmup=False)
    average = torch.optim.swa_utils.get_ema_multi_avg_fn(0.9)
    other = torch.optim.swa_utils.AveragedModel(theirs, multi_avg_fn=average, use_buffers=True)
    other.update_parameters(theirs)  # the first call copies
    rng = np.random.default_rng(1)
    for _ in range(12):
        for parameter, their in zip(ours.parameters(), theirs.parameters(), strict=True):
            parameter.data += rng.standard_normal(parameter.shape).astype(np.float32)
            their.data = torch.tensor(parameter.data.copy())
        ema.update()
        other.update_parameters(theirs)
    found = dict(other.module.named_parameters())
    for path, expected in found.items():
        assert_close(ema.average[path], expected.detach().numpy(), name=path, rtol=1e-5, atol=1e-6)


def test_sureness_orders_mistakes_as_torchs_softmax_does():
    rng = np.random.default_rng(2)
    scores, target = 20 * rng.standard_normal((200, 10)), rng.integers(0, 10, 200)
    probability, predicted = torch.softmax(torch.tensor(scores), 1).max(1)
    order = torch.argsort(-probability, stable=True).numpy()
    expected = [k for k in order if predicted[k] != target[k]][:25]
    got = most_confident_mistakes(scores, target, 25)
    assert_close(probability.numpy()[got], probability.numpy()[expected], name="probabilities")
