"""Options of optimizers and of their groups."""

import math

import numpy as np
import pytest
from t03_optimizers import SGD, Adagrad, Adam, AdamW, Lion, Muon, RMSprop

KINDS = [SGD, Adagrad, RMSprop, Adam, AdamW, Lion, Muon]


class Weight:
    def __init__(self, data, grad=None):
        self.data, self.grad = data, grad


def ones(shape=(2, 3)):
    return Weight(np.ones(shape), np.ones(shape))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lr", [-1e-3, math.nan, math.inf])
def test_a_bad_lr_is_an_error(kind, lr):
    with pytest.raises(ValueError, match=f"lr must be at least 0 and finite, got {lr}"):
        kind([ones()], lr=lr)


BAD = [
    (SGD, "momentum", -0.1),
    (SGD, "weight_decay", -1.0),
    (Adagrad, "lr_decay", -0.1),
    (Adagrad, "initial_accumulator_value", -1.0),
    (Adagrad, "weight_decay", -1.0),
    (Adagrad, "eps", -1.0),
    (RMSprop, "alpha", -0.1),
    (RMSprop, "alpha", 1.1),
    (RMSprop, "alpha", math.nan),
    (RMSprop, "eps", -1.0),
    (RMSprop, "weight_decay", -1.0),
    (RMSprop, "momentum", -1.0),
    (Adam, "betas", (1.0, 0.9)),
    (Adam, "betas", (0.9, -0.1)),
    (Adam, "betas", (0.9, 1.0)),
    (Adam, "betas", (0.9,)),
    (Adam, "eps", -1e-8),
    (Adam, "weight_decay", -1.0),
    (AdamW, "weight_decay", math.inf),
    (Lion, "betas", (0.9, 1.0)),
    (Lion, "weight_decay", -1.0),
    (Muon, "momentum", -0.1),
    (Muon, "weight_decay", -0.1),
    (Muon, "eps", -0.1),
    (Muon, "ns_coefficients", (1.0, 2.0)),
    (Muon, "ns_steps", -1),
    (Muon, "ns_steps", 2.5),
]


@pytest.mark.parametrize(("kind", "name", "value"), BAD)
def test_an_option_out_of_range_is_named(kind, name, value):
    with pytest.raises(ValueError, match=f"^{name} must be "):
        kind([ones()], **{name: value})
    with pytest.raises(ValueError, match=f"^{name} must be "):
        kind([{"params": [ones()], name: value}])


@pytest.mark.parametrize("options", [{}, {"momentum": 0.9, "dampening": 0.1}])
def test_nesterov_needs_plain_momentum(options):
    with pytest.raises(ValueError, match="nesterov needs momentum above 0 and dampening 0"):
        SGD([ones()], nesterov=True, **options)


MEANS = {"lr": 1e-3, "betas": (0.9, 0.999), "eps": 1e-8, "amsgrad": False}
DEFAULTS = {
    SGD: {"lr": 1e-3, "momentum": 0, "dampening": 0, "weight_decay": 0, "nesterov": False},
    Adagrad: {
        "lr": 1e-2,
        "lr_decay": 0,
        "weight_decay": 0,
        "initial_accumulator_value": 0,
        "eps": 1e-10,
    },
    RMSprop: {
        "lr": 1e-2,
        "alpha": 0.99,
        "eps": 1e-8,
        "weight_decay": 0,
        "momentum": 0,
        "centered": False,
    },
    Adam: {**MEANS, "weight_decay": 0},
    AdamW: {**MEANS, "weight_decay": 1e-2},
    Lion: {"lr": 1e-4, "betas": (0.9, 0.99), "weight_decay": 0},
    Muon: {
        "lr": 1e-3,
        "weight_decay": 0.1,
        "momentum": 0.95,
        "nesterov": True,
        "ns_coefficients": (3.4445, -4.7750, 2.0315),
        "eps": 1e-7,
        "ns_steps": 5,
    },
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_defaults_are_the_usual_ones(kind):
    assert kind([ones()]).defaults == DEFAULTS[kind]


ALLOWED = [
    (RMSprop, {"alpha": 0.0}),
    (RMSprop, {"alpha": 1.0}),
    (Adam, {"betas": (0.0, 0.0)}),
    (Lion, {"betas": (0.0, 0.0)}),
    (Muon, {"ns_steps": 0}),
]


@pytest.mark.parametrize(("kind", "options"), ALLOWED)
def test_the_ends_of_a_range_belong_to_it(kind, options):
    weight = ones()
    kind([weight], **options).step()
    assert np.all(np.isfinite(weight.data))


STATES = [
    (SGD, {}, set()),
    (SGD, {"momentum": 0.9}, {"momentum_buffer"}),
    (Adagrad, {}, {"sum"}),
    (RMSprop, {}, {"square_avg"}),
    (RMSprop, {"centered": True}, {"square_avg", "grad_avg"}),
    (RMSprop, {"momentum": 0.9}, {"square_avg", "momentum_buffer"}),
    (Adam, {}, {"exp_avg", "exp_avg_sq"}),
    (Adam, {"amsgrad": True}, {"exp_avg", "exp_avg_sq", "max_exp_avg_sq"}),
    (AdamW, {}, {"exp_avg", "exp_avg_sq"}),
    (Lion, {}, {"exp_avg"}),
    (Muon, {}, {"momentum_buffer"}),
]


@pytest.mark.parametrize(("kind", "options", "names"), STATES)
def test_no_more_state_is_kept_than_the_rule_needs(kind, options, names):
    made = kind([ones()], **options)
    made.step()
    assert set(made.state_dict()["state"][0]) == names | {"step"}


def test_groups_have_options_of_their_own():
    weights = [ones(), ones(), ones()]
    groups = [{"params": weights[:1]}, {"params": (w for w in weights[1:2]), "lr": 0.25}]
    made = SGD(groups, lr=0.5)
    made.add_param_group({"params": weights[2:], "weight_decay": 1.0})
    made.step()
    assert [w.data[0, 0] for w in weights] == [0.5, 0.75, 0.0]
    assert [group["lr"] for group in made.param_groups] == [0.5, 0.25, 0.5]


@pytest.mark.parametrize("kind", [SGD, Adagrad, RMSprop, Adam])
def test_l2_is_taken_from_each_group(kind):
    pulled, free = Weight(np.ones(3), np.zeros(3)), Weight(np.ones(3), np.zeros(3))
    kind([{"params": [pulled], "weight_decay": 0.1}, {"params": [free]}], lr=0.1).step()
    assert np.all(pulled.data < 1) and np.all(free.data == 1)


def test_options_changed_between_steps_count():
    weight = ones((1,))
    made = SGD([weight], lr=0.5)
    made.step()
    made.param_groups[0]["lr"] = 0.125
    made.step()
    assert weight.data[0] == 0.375


def test_momentum_switched_on_later_starts_with_the_gradient():
    weight = ones((1,))
    made = SGD([weight], lr=0.125)
    made.step()
    made.param_groups[0].update(momentum=0.5, dampening=0.5)
    made.step()
    assert weight.data[0] == 0.75


def test_wrong_groups_are_errors():
    with pytest.raises(ValueError, match="unknown option 'learning_rate' in a group"):
        SGD([{"params": [ones()], "learning_rate": 0.1}])
    with pytest.raises(ValueError, match="a group needs the key 'params'"):
        SGD([{"lr": 0.1}])


def test_a_group_that_fails_is_not_added():
    weight = ones()
    made = SGD([weight], lr=0.5)
    with pytest.raises(TypeError):
        made.add_param_group({"params": [ones(), Weight(np.array([1]))]})
    assert len(made.param_groups) == 1
    made.step()
    assert np.all(weight.data == 0.5)
