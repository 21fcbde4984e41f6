"""Against torch.optim, lr_scheduler and clip_grad: 100 steps, all options, 1e-6 in float64."""

import math

import numpy as np
import pytest
import t03_optimizers as ours
import torch
from scratchcore.testing import assert_close
from t03_optimizers import clip_grad_norm_, clip_grad_value_

pytestmark = pytest.mark.oracle
TIGHT = {"rtol": 1e-6, "atol": 1e-12}
SHAPES = [(5, 3), (3, 7), (4, 4)]


class Weight:
    def __init__(self, data):
        self.data, self.grad = data, None


def pairs(shapes=SHAPES, dtype=np.float64):
    rng = np.random.default_rng(0)
    data = [rng.standard_normal(shape).astype(dtype) for shape in shapes]
    return [Weight(x.copy()) for x in data], [torch.tensor(x) for x in data]


def give_gradients(rng, weights, tensors):
    """Noise plus a pull to 0; every third gradient of the last parameter is missing."""
    for i, (weight, tensor) in enumerate(zip(weights, tensors, strict=True)):
        grad = rng.standard_normal(weight.data.shape).astype(weight.data.dtype)
        grad += weight.data * weight.data.dtype.type(0.3)
        missing = i == len(weights) - 1 and rng.random() < 1 / 3
        weight.grad = None if missing else grad
        tensor.grad = None if missing else torch.tensor(grad)


def walk(weights, tensors, mine, theirs, *, steps=100, each=lambda: None):
    rng = np.random.default_rng(1)
    for _ in range(steps):
        give_gradients(rng, weights, tensors)
        mine.step()
        theirs.step()
        each()


def compare(weights, tensors, **tolerance):
    for i, (weight, tensor) in enumerate(zip(weights, tensors, strict=True)):
        assert_close(weight.data, tensor.numpy(), name=f"parameter {i}", **(tolerance or TIGHT))


OPTIONS = [
    ("SGD", {}),
    ("SGD", {"weight_decay": 0.1}),
    ("SGD", {"momentum": 0.9}),
    ("SGD", {"momentum": 0.9, "dampening": 0.3, "weight_decay": 0.1}),
    ("SGD", {"momentum": 0.9, "nesterov": True}),
    ("SGD", {"momentum": 0.9, "nesterov": True, "weight_decay": 0.1}),
    ("Adagrad", {}),
    ("Adagrad", {"lr_decay": 0.1, "weight_decay": 0.1}),
    ("Adagrad", {"initial_accumulator_value": 0.5, "eps": 1e-2}),
    ("RMSprop", {}),
    ("RMSprop", {"alpha": 0.9, "eps": 1e-2, "weight_decay": 0.1}),
    ("RMSprop", {"centered": True}),
    ("RMSprop", {"momentum": 0.9}),
    ("RMSprop", {"centered": True, "momentum": 0.5, "weight_decay": 0.1}),
    ("Adam", {}),
    ("Adam", {"betas": (0.7, 0.9), "eps": 1e-2, "weight_decay": 0.1}),
    ("Adam", {"amsgrad": True}),
    ("Adam", {"amsgrad": True, "betas": (0.7, 0.8), "weight_decay": 0.1, "eps": 0.1}),
    ("Adam", {"betas": (0.0, 0.0)}),
    ("AdamW", {}),
    ("AdamW", {"weight_decay": 0.5, "amsgrad": True}),
]


@pytest.mark.parametrize(("name", "options"), OPTIONS)
def test_a_hundred_steps_agree(name, options):
    weights, tensors = pairs([*SHAPES, (7,), ()])
    mine = getattr(ours, name)(weights, lr=0.01, **options)
    theirs = getattr(torch.optim, name)(tensors, lr=0.01, **options)
    walk(weights, tensors, mine, theirs)
    compare(weights, tensors)


@pytest.mark.parametrize("name", ["SGD", "Adagrad", "RMSprop", "Adam", "AdamW"])
def test_the_defaults_are_torchs(name):
    weights, tensors = pairs()
    mine, theirs = getattr(ours, name)(weights), getattr(torch.optim, name)(tensors)
    for option, value in mine.defaults.items():
        assert theirs.defaults[option] == value, option
    walk(weights, tensors, mine, theirs, steps=5)
    compare(weights, tensors)


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("SGD", {"momentum": 0.9}, {"lr": 0.1, "weight_decay": 0.2}),
        ("Adagrad", {"lr_decay": 0.1}, {"eps": 0.1}),
        ("RMSprop", {"centered": True}, {"momentum": 0.7, "weight_decay": 0.1}),
        ("Adam", {"betas": (0.5, 0.6)}, {"amsgrad": True, "lr": 0.1}),
        ("AdamW", {"weight_decay": 0.3}, {"eps": 0.1}),
    ],
)
def test_groups_agree(name, first, second):
    weights, tensors = pairs()

    def groups(params):
        return [{"params": params[:1], **first}, {"params": params[1:], **second}]

    mine = getattr(ours, name)(groups(weights), lr=0.01)
    theirs = getattr(torch.optim, name)(groups(tensors), lr=0.01)
    walk(weights, tensors, mine, theirs)
    compare(weights, tensors)


@pytest.mark.parametrize("name", ["SGD", "Adagrad", "RMSprop", "Adam", "AdamW"])
def test_float32_agrees_to_its_precision(name):
    weights, tensors = pairs(dtype=np.float32)
    mine = getattr(ours, name)(weights, lr=0.01)
    theirs = getattr(torch.optim, name)(tensors, lr=0.01)
    walk(weights, tensors, mine, theirs)
    compare(weights, tensors, rtol=1e-4, atol=1e-6)


MUON = [
    {},
    {"nesterov": False, "weight_decay": 0.0},
    {"momentum": 0.5, "ns_steps": 3, "eps": 1e-2},
    {"ns_coefficients": (2.0, -1.5, 0.5)},
]


@pytest.mark.parametrize("options", MUON)
def test_muon_agrees_where_torch_iterates_in_float64(options, monkeypatch):
    monkeypatch.setattr(torch.Tensor, "bfloat16", lambda tensor: tensor.clone())
    weights, tensors = pairs()
    mine, theirs = (
        ours.Muon(weights, lr=0.01, **options),
        torch.optim.Muon(tensors, lr=0.01, **options),
    )
    walk(weights, tensors, mine, theirs)
    compare(weights, tensors)


def test_muon_agrees_with_torch_in_bfloat16_to_a_hundredth():
    # bfloat16 has 8 bits: a step of size 0.01 per element is off by some percent of it.
    weights, tensors = pairs()
    mine, theirs = ours.Muon(weights, lr=0.01), torch.optim.Muon(tensors, lr=0.01)
    assert mine.defaults == {k: v for k, v in theirs.defaults.items() if k != "adjust_lr_fn"}
    walk(weights, tensors, mine, theirs, steps=10)
    compare(weights, tensors, rtol=0, atol=0.01)


SCHEDULES = [
    ("StepLR", {"step_size": 7, "gamma": 0.5}, "StepLR", None),
    ("CosineAnnealingLR", {"T_max": 30, "eta_min": 1e-3}, "CosineAnnealingLR", None),
    (
        "LinearWarmup",
        {"warmup_steps": 30, "start_factor": 0.25},
        "LinearLR",
        {"total_iters": 30, "start_factor": 0.25},
    ),
    ("OneCycleLR", {"max_lr": 0.3, "total_steps": 101}, "OneCycleLR", None),
    (
        "OneCycleLR",
        {
            "max_lr": 0.3,
            "total_steps": 101,
            "anneal_strategy": "linear",
            "pct_start": 0.17,
            "cycle_momentum": False,
        },
        "OneCycleLR",
        None,
    ),
    (
        "OneCycleLR",
        {
            "max_lr": [0.3, 0.5],
            "total_steps": 120,
            "div_factor": 4.0,
            "final_div_factor": 10.0,
            "base_momentum": 0.5,
            "max_momentum": 0.8,
        },
        "OneCycleLR",
        None,
    ),
]


@pytest.mark.parametrize("name", ["SGD", "Adam"])
@pytest.mark.parametrize(("schedule", "options", "theirs", "their_options"), SCHEDULES)
def test_schedules_agree_for_a_hundred_steps(name, schedule, options, theirs, their_options):
    weights, tensors = pairs()
    extra = {"momentum": 0.9} if name == "SGD" else {}

    def groups(params):
        return [{"params": params[:1]}, {"params": params[1:], "lr": 0.1}]

    mine = getattr(ours, name)(groups(weights), lr=0.02, **extra)
    other = getattr(torch.optim, name)(groups(tensors), lr=0.02, **extra)
    my_schedule = getattr(ours, schedule)(mine, **options)
    their_schedule = getattr(torch.optim.lr_scheduler, theirs)(other, **(their_options or options))

    def each():
        my_schedule.step()
        their_schedule.step()
        got, expected = my_schedule.get_last_lr(), their_schedule.get_last_lr()
        assert_close(got, expected, name=f"lr at step {my_schedule.last_step}", **TIGHT)

    walk(weights, tensors, mine, other, each=each)
    compare(weights, tensors)


PLATEAUS = [
    {},
    {"mode": "max", "factor": 0.5, "patience": 2},
    {"patience": 3, "cooldown": 4, "factor": 0.7},
    {"patience": 0, "threshold": 0.1, "threshold_mode": "abs", "factor": 0.9},
    {"mode": "max", "patience": 1, "threshold": 0.05, "threshold_mode": "abs", "factor": 0.9},
    {"patience": 1, "threshold": 0.2, "min_lr": [1e-3, 5e-3]},
    {"patience": 0, "factor": 0.1, "eps": 1e-3},
]


@pytest.mark.parametrize("options", PLATEAUS)
def test_reduction_on_plateau_agrees_for_a_hundred_metrics(options):
    weights, tensors = pairs()

    def groups(params):
        return [{"params": params[:1]}, {"params": params[1:], "lr": 0.1}]

    mine, theirs = ours.SGD(groups(weights), lr=0.5), torch.optim.SGD(groups(tensors), lr=0.5)
    my_schedule = ours.ReduceLROnPlateau(mine, **options)
    their_schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(theirs, **options)
    metrics = np.random.default_rng(2).standard_normal(100) * 0.3 + np.linspace(3, 1, 100)
    for metric in metrics:
        my_schedule.step(metric)
        their_schedule.step(metric)
        got = [group["lr"] for group in mine.param_groups]
        assert_close(got, [group["lr"] for group in theirs.param_groups], name="lr", **TIGHT)


@pytest.mark.parametrize("order", [1.0, 2.0, 3.0, math.inf])
@pytest.mark.parametrize("bound", [1e-3, 3.0, 1e6])
def test_norm_clipping_agrees(order, bound):
    weights, tensors = pairs()
    give_gradients(np.random.default_rng(3), weights, tensors)
    got = clip_grad_norm_(weights, bound, order)
    expected = torch.nn.utils.clip_grad_norm_(tensors, bound, order)
    assert_close(got, expected.item(), name="norm", **TIGHT)
    for weight, tensor in zip(weights, tensors, strict=True):
        if weight.grad is not None:
            assert_close(weight.grad, tensor.grad.numpy(), name="gradient", **TIGHT)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_norm_clipping_agrees_on_bad_gradients(bad):
    weights, tensors = pairs([(3,), (2,)])
    for weight, tensor in zip(weights, tensors, strict=True):
        weight.grad, tensor.grad = np.ones_like(weight.data), torch.ones_like(tensor)
    weights[0].grad[1] = tensors[0].grad[1] = bad
    with pytest.raises(ValueError, match="norm"):
        clip_grad_norm_(weights, 1.0, error_if_nonfinite=True)
    with pytest.raises(RuntimeError):
        torch.nn.utils.clip_grad_norm_(tensors, 1.0, error_if_nonfinite=True)
    got, expected = clip_grad_norm_(weights, 1.0), torch.nn.utils.clip_grad_norm_(tensors, 1.0)
    assert_close(got, expected.item(), name="norm")
    for weight, tensor in zip(weights, tensors, strict=True):
        assert_close(weight.grad, tensor.grad.numpy(), name="gradient")


def test_value_clipping_agrees():
    weights, tensors = pairs()
    give_gradients(np.random.default_rng(3), weights, tensors)
    clip_grad_value_(weights, 0.4)
    torch.nn.utils.clip_grad_value_(tensors, 0.4)
    for weight, tensor in zip(weights, tensors, strict=True):
        if weight.grad is not None:
            assert_close(weight.grad, tensor.grad.numpy(), name="gradient", **TIGHT)
