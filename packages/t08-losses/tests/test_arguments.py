"""What the losses refuse, and what their modules keep."""

import inspect

import numpy as np
import pytest
import t08_losses as losses
from scratchcore import Tensor, tensor
from scratchcore.testing import assert_close
from t05_mlp import Module

X = np.array([[1.0, 2.0, 0.5], [-1.0, 0.0, 3.0]])
T = np.array([1, 2])
PAIRS = [
    losses.mse_loss,
    losses.l1_loss,
    losses.huber_loss,
    losses.binary_cross_entropy,
    losses.binary_cross_entropy_with_logits,
    losses.focal_loss,
    losses.hinge_loss,
    losses.kl_div,
    losses.info_nce,
]


@pytest.mark.parametrize("function", PAIRS)
def test_pairs_must_have_one_shape_and_floats(function):
    x = np.full((4, 1), 0.5)
    with pytest.raises(ValueError, match=r"has shape \(4,\), expected that of .*\(4, 1\)"):
        function(x, np.ones(4))
    with pytest.raises(TypeError, match=r"^(target|key) has dtype float32, expected float64"):
        function(x, np.ones((4, 1), np.float32))
    first = "^(prediction|logits|score|log_q|query) has dtype int64, expected floats"
    with pytest.raises(TypeError, match=first):
        function(np.ones((4, 1), np.int64), np.ones((4, 1)))
    with pytest.raises(TypeError, match="must be a tensor or an array, got list"):
        function([[0.5]], np.ones((1, 1)))
    with pytest.raises(TypeError, match="must be a tensor or an array, got list"):
        function(x, [[1.0]])
    with pytest.raises(ValueError, match="reduction must be one of none, sum, mean, got 'avg'"):
        function(x, np.ones((4, 1)), reduction="avg")


@pytest.mark.parametrize("function", [losses.cross_entropy, losses.nll_loss])
def test_classes_must_fit_the_logits(function):
    with pytest.raises(ValueError, match=r"target\[1\] is 3, expected a class from 0 to 2"):
        function(X, np.array([0, 3]))
    with pytest.raises(ValueError, match=r"target\[0\] is -1, .* or ignore_index \(-100\)"):
        function(X, np.array([-1, 2]))
    with pytest.raises(ValueError, match="target is 7"):
        function(X[0], np.array(7))
    with pytest.raises(ValueError, match=r"target\[0, 1\] is 4"):
        function(np.zeros((1, 3, 2)), np.array([[0, 4]]))
    with pytest.raises(ValueError, match=r"target has shape \(3,\), expected \(2,\)"):
        function(X, np.array([0, 1, 2]))
    with pytest.raises(TypeError, match="target has dtype bool, expected integer classes"):
        function(X, np.array([True, False]))
    with pytest.raises(ValueError, match=r"weight has shape \(2,\), expected \(3,\)"):
        function(X, T, weight=np.ones(2))
    with pytest.raises(TypeError, match=r"weight is a constant of the loss; pass weight.detach"):
        function(X, T, weight=tensor(np.ones(3), requires_grad=True))
    with pytest.raises(ValueError, match=r"\(2, 0\): no classes"):
        function(np.zeros((2, 0)), T)
    with pytest.raises(ValueError, match="axis of classes"):
        function(np.array(1.0), np.array(0))
    with pytest.raises(ValueError, match="reduction must be one of"):
        function(X, T, reduction="batchmean")


def test_an_ignored_class_may_be_a_real_one():
    loss = losses.cross_entropy(X, T, ignore_index=1, reduction="none")
    expected = [0.0, losses.cross_entropy(X[1], np.array(2))]
    assert_close(loss, np.array(expected), name="losses with class 1 ignored")


def test_classes_of_any_integer_dtype_are_taken():
    expected = losses.cross_entropy(X, T)
    for dtype in (np.uint8, np.int8, np.int16, np.int32, np.uint64):
        got = losses.cross_entropy(X, T.astype(dtype))
        assert_close(got, expected, name=f"loss for {np.dtype(dtype)} targets")
    with pytest.raises(ValueError, match=r"target\[0\] is 200"):
        losses.cross_entropy(X, np.array([200, 1], np.uint8))


def test_options_out_of_range_are_refused():
    y = (X > 0.7) * 1.0
    with pytest.raises(ValueError, match="delta must be positive, got 0"):
        losses.huber_loss(X, X, delta=0)
    with pytest.raises(ValueError, match=r"label_smoothing must be between 0 and 1, got 1\.5"):
        losses.cross_entropy(X, T, label_smoothing=1.5)
    with pytest.raises(ValueError, match=r"alpha must be between 0 and 1, got -0\.1"):
        losses.focal_loss(X, y, alpha=-0.1)
    with pytest.raises(ValueError, match="gamma must not be negative, got -1"):
        losses.focal_loss(X, y, gamma=-1)
    with pytest.raises(ValueError, match="temperature must be positive, got nan"):
        losses.info_nce(X, X, temperature=float("nan"))


def test_values_that_cannot_be_right_are_refused():
    with pytest.raises(ValueError, match=r"prediction must hold probabilities, got values from -1"):
        losses.binary_cross_entropy(X, (X > 0) * 1.0)
    with pytest.raises(ValueError, match=r"prediction must hold .* values from 0\.5 to 1\.5"):
        losses.binary_cross_entropy(np.array([0.5, 1.5]), np.ones(2))
    with pytest.raises(ValueError, match=r"target must hold -1 and 1, got 0\.0"):
        losses.hinge_loss(X, (X > 0) * 1.0)
    with pytest.raises(ValueError, match="target must hold -1 and 1, got 0"):
        losses.cosine_embedding_loss(X, X, np.array([1, 0]))
    with pytest.raises(ValueError, match="pass log_target=True"):
        losses.kl_div(X, X)
    with pytest.raises(ValueError, match=r"weight has shape \(4,\), which does not broadcast"):
        losses.binary_cross_entropy_with_logits(X, (X > 0) * 1.0, weight=np.ones(4))
    with pytest.raises(ValueError, match=r"target has shape \(3,\), expected \(2,\)"):
        losses.cosine_embedding_loss(X, X, np.ones(3))
    with pytest.raises(ValueError, match=r"x1 has shape \(1, 2, 3\)"):
        losses.cosine_embedding_loss(X[None], X[None], np.ones((1, 2)))
    with pytest.raises(ValueError, match=r"query has shape \(3,\), expected \(N, D\)"):
        losses.info_nce(X[0], X[0])
    with pytest.raises(TypeError, match="target is a constant"):
        losses.focal_loss(X, tensor(np.ones((2, 3)), requires_grad=True))


@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 1), (1, 3), (2, 3)])
def test_weights_broadcast_to_the_losses(shape):
    y, p = (X > 0.7) * 1.0, np.full((2, 3), 0.3)
    weight = np.arange(1.0, 1 + np.prod(shape)).reshape(shape)
    plain = losses.binary_cross_entropy(p, y, reduction="none")
    got = losses.binary_cross_entropy(p, y, weight=weight, reduction="none")
    assert_close(got, plain * weight, name=f"losses times a weight of shape {shape}")


def test_integer_targets_take_the_dtype_of_the_prediction():
    x = X.astype(np.float32)
    loss = losses.mse_loss(x, (X > 0).astype(np.int64))
    assert loss.dtype == np.float32, f"an integer target promoted float32 to {loss.dtype}"
    assert_close(loss, np.float32(((x - (x > 0)) ** 2).mean()), name="loss of integer targets")


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_every_loss_keeps_the_dtype(dtype):
    x, p, y = X.astype(dtype), np.full((2, 3), 0.3, dtype), np.ones((2, 3), dtype)
    w = np.array([1.0, 2.0, 0.5])  # float64, converted
    cases = [
        (losses.mse_loss, x, y, {}),
        (losses.l1_loss, x, y, {}),
        (losses.huber_loss, x, y, {}),
        (losses.binary_cross_entropy, p, y, {"weight": w}),
        (losses.binary_cross_entropy_with_logits, x, y, {"weight": w, "pos_weight": w}),
        (losses.focal_loss, x, y, {}),
        (losses.hinge_loss, x, y, {}),
        (losses.cross_entropy, x, T, {"weight": w, "label_smoothing": 0.1}),
        (losses.cross_entropy, x, p, {"weight": w, "label_smoothing": 0.1}),
        (losses.nll_loss, x, T, {"weight": w}),
        (losses.kl_div, x, p, {}),
        (losses.kl_div, x, p, {"log_target": True}),
        (losses.cosine_embedding_loss, x, y, {"target": np.array([1, -1])}),
        (losses.info_nce, x, y, {}),
    ]
    for function, a, b, options in cases:
        for reduction in ("none", "sum", "mean"):
            leaf = tensor(a, requires_grad=True)
            loss = function(leaf, b, reduction=reduction, **options)
            loss.backward(np.ones(loss.shape, dtype))
            got = {str(loss.dtype), str(leaf.grad.dtype)}
            assert got == {np.dtype(dtype).name}, f"{function.__name__} {reduction}: {got}"
            assert not isinstance(function(a, b, reduction=reduction, **options), Tensor), (
                f"{function.__name__} of raw arrays returned a tensor"
            )


MODULES = {
    losses.MSELoss: losses.mse_loss,
    losses.L1Loss: losses.l1_loss,
    losses.HuberLoss: losses.huber_loss,
    losses.BCEWithLogitsLoss: losses.binary_cross_entropy_with_logits,
    losses.FocalLoss: losses.focal_loss,
    losses.InfoNCELoss: losses.info_nce,
}


@pytest.mark.parametrize("module", MODULES)
def test_modules_call_their_function(module):
    y = (X > 0.7) * 1.0
    for reduction in ("none", "sum", "mean"):
        expected = MODULES[module](X, y, reduction=reduction)
        got = module(reduction=reduction)(X, y)
        assert_close(got, expected, name=f"{module.__name__}, {reduction}")
    assert isinstance(module(), Module), "a loss is a Module, so that it can stand in a Sequential"
    with pytest.raises(ValueError, match="reduction must be one of"):
        module(reduction="batchmean")


NAMES = {
    "MSELoss": "mse_loss",
    "L1Loss": "l1_loss",
    "HuberLoss": "huber_loss",
    "BCELoss": "binary_cross_entropy",
    "BCEWithLogitsLoss": "binary_cross_entropy_with_logits",
    "FocalLoss": "focal_loss",
    "HingeLoss": "hinge_loss",
    "CrossEntropyLoss": "cross_entropy",
    "NLLLoss": "nll_loss",
    "KLDivLoss": "kl_div",
    "CosineEmbeddingLoss": "cosine_embedding_loss",
    "InfoNCELoss": "info_nce",
}


@pytest.mark.parametrize(("module", "function"), NAMES.items())
def test_a_module_has_the_defaults_of_its_function(module, function):
    function = getattr(losses, function)
    parameters = inspect.signature(function).parameters
    expected = {k: p.default for k, p in parameters.items() if p.kind is p.KEYWORD_ONLY}
    own = inspect.signature(getattr(losses, module)).parameters
    assert {k: p.default for k, p in own.items()} == expected, f"{module} differs from its function"
    assert getattr(losses, module).function is function, f"{module} calls {function.__name__}"


def test_modules_pass_their_options_on():
    sign = np.where(X > 0.7, 1.0, -1.0)
    got = losses.HingeLoss(margin=2.0)(X, sign)
    assert_close(got, losses.hinge_loss(X, sign, margin=2.0), name="margin")
    got = losses.FocalLoss(alpha=None, gamma=1.0)(X, (sign + 1) / 2)
    expected = losses.focal_loss(X, (sign + 1) / 2, alpha=None, gamma=1.0)
    assert_close(got, expected, name="alpha and gamma")
    got = losses.InfoNCELoss(temperature=0.5)(X, sign)
    assert_close(got, losses.info_nce(X, sign, temperature=0.5), name="temperature")


def test_a_weight_is_a_buffer():
    module = losses.CrossEntropyLoss(weight=np.array([1.0, 2.0, 3.0]), ignore_index=0)
    assert_close(module.state_dict()["weight"], np.array([1.0, 2.0, 3.0]), name="state")
    module.load_state_dict({"weight": np.array([5.0, 1.0, 1.0])})
    expected = losses.cross_entropy(X, T, weight=np.array([5.0, 1.0, 1.0]))
    assert_close(module(X, T), expected, name="loss after loading other weights")
    text = repr(losses.HuberLoss(delta=0.5, reduction="sum"))
    assert text == "HuberLoss(delta=0.5, reduction='sum')", f"repr shows the options, got {text}"
