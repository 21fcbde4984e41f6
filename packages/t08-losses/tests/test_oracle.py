"""Against PyTorch: values and gradients of every input, in float64."""

import math

import numpy as np
import pytest
import t08_losses as ours
import torch
from scratchcore import Tensor, tensor
from scratchcore.testing import assert_close
from torch.nn import functional as F

pytestmark = pytest.mark.oracle
TIGHT = {"rtol": 1e-9, "atol": 1e-12}
LOOSE = {"rtol": 1e-8, "atol": 1e-12}  # torch keeps its 1e-12 in float32: 9.99999996e-13
REDUCTIONS = ["none", "sum", "mean"]


def compare(mine, theirs, *arrays, fixed=(), tolerance=TIGHT, **options):
    """Compare the values, and the gradients of the floating arrays, for a random incoming one.

    `fixed` are further inputs without gradients; arrays among the options become torch tensors.
    """
    xs = [tensor(array, requires_grad=True) for array in arrays]
    ts = [torch.tensor(array, requires_grad=True) for array in arrays]
    given = {k: torch.tensor(v) if isinstance(v, np.ndarray) else v for k, v in options.items()}
    loss = mine(*xs, *fixed, **options)
    expected = theirs(*ts, *map(torch.tensor, fixed), **given)
    g = np.random.default_rng(7).uniform(0.5, 2.0, tuple(expected.shape))
    assert_close(loss.data, expected.detach().numpy(), name="loss", **tolerance)
    loss.backward(g)
    expected.backward(torch.tensor(g))
    for i, (x, t) in enumerate(zip(xs, ts, strict=True)):
        assert_close(x.grad, t.grad.numpy(), name=f"gradient of input {i}", **tolerance)


def rng():
    return np.random.default_rng(0)


def pair(shape):
    return rng().normal(size=(2, *shape)) * 2


SHAPES = [(5, 3), (1, 1), (7,), (), (2, 3, 4), (0, 3)]


@pytest.mark.parametrize("name", ["mse_loss", "l1_loss", "huber_loss"])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.filterwarnings("ignore:the mean of no losses")
def test_regression_agrees(name, shape, reduction):
    compare(getattr(ours, name), getattr(F, name), *pair(shape), reduction=reduction)


def test_kinks_of_regression_agree():
    x = np.array([0.0, -0.0, 0.5, -0.5, 0.25, 1e300, -1e300])
    for reduction in REDUCTIONS:
        compare(ours.l1_loss, F.l1_loss, x, np.zeros(7), reduction=reduction)
        options = {"reduction": reduction, "delta": 0.5}
        compare(ours.huber_loss, F.huber_loss, x[:5], np.zeros(5), **options)


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("weight", [None, rng().random(3), rng().random((5, 1))])
def test_binary_cross_entropy_agrees(reduction, weight):
    p, y = rng().uniform(0.01, 0.99, (2, 5, 3))
    options = {"reduction": reduction, "weight": weight}
    compare(ours.binary_cross_entropy, F.binary_cross_entropy, p, y, **options)
    x = rng().normal(size=(5, 3)) * 3
    mine, theirs = ours.binary_cross_entropy_with_logits, F.binary_cross_entropy_with_logits
    for pos_weight in (None, rng().random(3) * 4):
        compare(mine, theirs, x, y, pos_weight=pos_weight, **options)


@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_extremes_of_binary_cross_entropy_agree(reduction):
    p, y = np.array([0.0, 0.0, 1.0, 1.0, 1e-300, 0.5]), np.array([0.0, 1.0, 0.0, 1.0, 1.0, 0.5])
    mine, theirs = ours.binary_cross_entropy, F.binary_cross_entropy
    compare(mine, theirs, p, fixed=(y,), reduction=reduction, tolerance=LOOSE)
    x = np.array([1e4, 1e4, -1e4, -1e4, 0.0, -0.0, 700.0, 30.0])
    y = np.array([1.0, 0.0, 0.0, 1.0, 0.5, 1.0, 0.0, 1.0])
    mine, theirs = ours.binary_cross_entropy_with_logits, F.binary_cross_entropy_with_logits
    compare(mine, theirs, x, fixed=(y,), reduction=reduction)
    compare(mine, theirs, x, fixed=(y,), reduction=reduction, pos_weight=np.array([3.0]))


def torch_focal(x, y, alpha=0.25, gamma=2.0, reduction="mean"):
    """Lin et al.'s formula with torch's own gradients."""
    p = torch.sigmoid(x)
    losses = F.binary_cross_entropy_with_logits(x, y, reduction="none")
    losses = losses * (1 - (p * y + (1 - p) * (1 - y))) ** gamma
    if alpha is not None:
        losses = losses * (alpha * y + (1 - alpha) * (1 - y))
    return {"none": losses, "sum": losses.sum(), "mean": losses.mean()}[reduction]


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize(("alpha", "gamma"), [(0.25, 2.0), (None, 1.5), (0.8, 0.0), (0.5, 5.0)])
def test_focal_loss_agrees(reduction, alpha, gamma):
    x, y = rng().normal(size=(5, 3)) * 3, rng().random((5, 3))
    options = {"alpha": alpha, "gamma": gamma, "reduction": reduction}
    compare(ours.focal_loss, torch_focal, x, fixed=(y,), **options)
    compare(ours.focal_loss, torch_focal, x, fixed=((y > 0.5) * 1.0,), **options)


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("margin", [1.0, 0.0, 2.5])
def test_hinge_agrees_at_the_margin_too(reduction, margin):
    score = np.array([margin, -margin, 0.0, 3.0, -3.0, 0.5])
    y = np.array([1.0, -1.0, 1.0, 1.0, 1.0, -1.0])

    def theirs(x, y, **options):
        return F.margin_ranking_loss(x, torch.zeros_like(x), y, margin=margin, **options)

    def mine(x, y, **options):
        return ours.hinge_loss(x, y, margin=margin, **options)

    compare(mine, theirs, score, fixed=(y,), reduction=reduction)
    compare(mine, theirs, score, fixed=(y.astype(np.int64),), reduction=reduction)


CLASSES = [np.array([2, 0, 1, 1, 2]), np.array([-100, 0, -100, 1, 2]), np.array([1, 1, 1, 1, 0])]


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("weight", [None, np.array([0.5, 0.0, 3.0])])
@pytest.mark.parametrize("target", CLASSES)
def test_classes_agree(reduction, weight, target):
    x = rng().normal(size=(5, 3)) * 3
    options = {"reduction": reduction, "weight": weight}
    for ignore_index in (-100, 1):
        if ignore_index == 1:
            target = np.abs(target) % 3
        options["ignore_index"] = ignore_index
        compare(ours.nll_loss, F.nll_loss, x, fixed=(target,), **options)
        for smoothing in (0.0, 0.1, 1.0):
            for logits in (x, x + 1e4, x * 20):
                more = {**options, "label_smoothing": smoothing}
                compare(ours.cross_entropy, F.cross_entropy, logits, fixed=(target,), **more)


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("weight", [None, np.array([0.5, 2.0, 3.0])])
@pytest.mark.parametrize("smoothing", [0.0, 0.2])
def test_probabilities_agree(reduction, weight, smoothing):
    x, q = rng().normal(size=(5, 3)) * 3, rng().random((5, 3))
    options = {"reduction": reduction, "weight": weight, "label_smoothing": smoothing}
    for logits in (x, x + 1e4):
        compare(ours.cross_entropy, F.cross_entropy, logits, q, **options)
    x, q = rng().normal(size=(2, 3, 4, 2)), rng().random((2, 3, 4, 2))
    compare(ours.cross_entropy, F.cross_entropy, x, q, **options)


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("shape", [(2, 3, 4, 5), (1, 3, 1), (4, 1), (3,), (2, 3, 0)])
@pytest.mark.filterwarnings("ignore:the mean of no losses")
def test_axes_after_the_classes_agree(reduction, shape):
    x = rng().normal(size=shape)
    classes = shape[1] if len(shape) > 1 else shape[0]
    t = rng().integers(0, classes, shape[:1] + shape[2:] if len(shape) > 1 else ())
    for name in ("cross_entropy", "nll_loss"):
        compare(getattr(ours, name), getattr(F, name), x, fixed=(t,), reduction=reduction)


@pytest.mark.filterwarnings("ignore:the mean of no losses")
def test_a_mean_of_no_rows_agrees():
    for x, t in (
        (np.zeros((0, 3)), np.zeros(0, np.int64)),
        (rng().normal(size=(4, 3)), np.full(4, -100)),
    ):
        compare(ours.cross_entropy, F.cross_entropy, x, fixed=(t,))
        compare(ours.nll_loss, F.nll_loss, x, fixed=(t,))
    compare(ours.cross_entropy, F.cross_entropy, np.zeros((0, 3)), fixed=(np.zeros((0, 3)),))


def test_extreme_logits_agree():
    x = np.array([[1e4, -1e4, 0.0], [-1e4, -1e4, -1e4], [1e4, 1e4 - 1, 1e4], [800.0, 0.0, -800.0]])
    t = np.array([1, 2, 1, 2])
    for reduction in REDUCTIONS:
        for smoothing in (0.0, 0.1):
            options = {"reduction": reduction, "label_smoothing": smoothing}
            compare(ours.cross_entropy, F.cross_entropy, x, fixed=(t,), **options)


def test_masked_logits_agree():
    x = np.array([[1.0, -math.inf, 0.5], [0.0, 1.0, -math.inf]])
    compare(ours.cross_entropy, F.cross_entropy, x, fixed=(np.array([0, 1]),))


@pytest.mark.filterwarnings("ignore:reduction. 'mean' divides:UserWarning")
@pytest.mark.parametrize("reduction", [*REDUCTIONS, "batchmean"])
@pytest.mark.parametrize("shape", [(5, 3), (2, 3, 4), (1, 1), (4,)])
def test_divergence_agrees(reduction, shape):
    log_q, p = rng().normal(size=shape), rng().random(shape)
    compare(ours.kl_div, F.kl_div, log_q, p, reduction=reduction)
    options = {"reduction": reduction, "log_target": True}
    compare(ours.kl_div, F.kl_div, log_q, np.log(p), **options)
    zero = np.where(p > 0.5, p, 0.0)
    compare(ours.kl_div, F.kl_div, log_q, fixed=(zero,), reduction=reduction)


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("margin", [0.0, -0.4, 0.3])
def test_cosine_embedding_agrees(reduction, margin):
    a, b = pair((6, 4))
    options = {"margin": margin, "reduction": reduction}
    y = np.array([1, -1, 1, -1, -1, 1])
    mine, theirs = ours.cosine_embedding_loss, F.cosine_embedding_loss
    compare(mine, theirs, a, b, fixed=(y,), **options)
    compare(mine, theirs, a[0], b[0], fixed=(np.array(-1),), **options)
    a[0] = 0
    compare(mine, theirs, a, b, fixed=(y,), tolerance=LOOSE, **options)


def test_cosines_at_the_margin_agree():
    a, b = np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([[0.0, 3.0], [1.0, 0.0]])
    fixed = (np.array([-1, -1]),)
    compare(ours.cosine_embedding_loss, F.cosine_embedding_loss, a, b, fixed=fixed)


def torch_info_nce(q, k, temperature=0.1, reduction="mean"):
    logits = F.normalize(q, dim=1) @ F.normalize(k, dim=1).T / temperature
    return F.cross_entropy(logits, torch.arange(len(q)), reduction=reduction)


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("temperature", [0.1, 0.001, 3.0])
def test_info_nce_agrees(reduction, temperature):
    q, k = pair((5, 3))
    options = {"temperature": temperature, "reduction": reduction}
    compare(ours.info_nce, torch_info_nce, q, k, **options)


@pytest.mark.parametrize(
    ("name", "options", "inputs"),
    [
        ("MSELoss", {}, "xx"),
        ("L1Loss", {"reduction": "sum"}, "xx"),
        ("HuberLoss", {"delta": 0.3}, "xx"),
        ("BCELoss", {"weight": np.array([1.0, 2.0, 3.0])}, "pp"),
        ("BCEWithLogitsLoss", {"pos_weight": np.array([1.0, 2.0, 3.0])}, "xp"),
        ("CrossEntropyLoss", {"weight": np.array([1.0, 2.0, 3.0]), "label_smoothing": 0.1}, "xt"),
        ("NLLLoss", {"ignore_index": 1, "reduction": "none"}, "xt"),
        ("KLDivLoss", {"reduction": "batchmean", "log_target": True}, "xx"),
        ("CosineEmbeddingLoss", {"margin": 0.2}, "xxs"),
    ],
)
def test_modules_take_the_same_options(name, options, inputs):
    kinds = {
        "x": rng().normal(size=(5, 3)),
        "p": rng().random((5, 3)),
        "t": np.array([0, 1, 2, 1, 0]),
        "s": np.array([1, -1, 1, 1, -1]),
    }
    arrays = [kinds[kind] for kind in inputs]
    given = {k: torch.tensor(v) if isinstance(v, np.ndarray) else v for k, v in options.items()}
    theirs = getattr(torch.nn, name)(**given)(*map(torch.tensor, arrays))
    mine = getattr(ours, name)(**options)(*arrays)
    mine = mine.data if isinstance(mine, Tensor) else np.asarray(mine)
    assert_close(mine, theirs.numpy(), name=name, **TIGHT)
