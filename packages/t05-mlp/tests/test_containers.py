"""Layers and chains of them: sizes, lists, axes, words."""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t05_mlp import MLP, Flatten, Identity, Linear, Sequential


def rng(seed=0):
    return np.random.default_rng(seed)


def test_flatten_refuses_an_axis_that_is_not_there():
    for start in (2, -3):
        with pytest.raises(ValueError, match=rf"start_dim={start} needs more axes.*\(2, 3\)"):
            Flatten(start)(np.zeros((2, 3)))
    assert Flatten(-2)(np.zeros((2, 3, 4))).shape == (2, 12)


def test_sequential_works_like_a_list():
    a, b, c = Identity(), Flatten(), Flatten(0)
    chain = Sequential(a, b)
    assert chain.append(c) is chain
    assert list(chain) == [a, b, c]
    assert len(chain) == 3
    assert chain[-1] is c
    assert list(chain[1:]) == [b, c]
    assert type(chain[1:]) is Sequential
    assert chain(np.zeros((2, 3))).shape == (6,)
    assert Sequential()(5) == 5


def test_sequential_may_hold_a_module_twice():
    layer = Linear(3, 3, rng=rng())
    chain = Sequential(layer, layer)
    assert len(list(chain.parameters())) == 2
    assert list(chain) == [layer, layer]
    x = np.ones((1, 3), np.float32)
    assert_close(chain(x), layer(layer(x)).data, name="the same layer twice")


@pytest.mark.parametrize(("wrong", "name"), [(np.tanh, "ufunc"), (Identity, "Identity")])
def test_sequential_takes_instances_of_modules_only(wrong, name):
    with pytest.raises(TypeError, match=rf"\(instances\), got {name}"):
        Sequential(wrong)


@pytest.mark.parametrize("size", [0, -1, 2.0, "3"])
def test_linear_needs_positive_sizes(size):
    with pytest.raises(ValueError, match="in_features"):
        Linear(size, 3, rng=rng())
    with pytest.raises(ValueError, match="out_features"):
        Linear(3, size, rng=rng())


def test_repr_tells_options_and_children():
    assert repr(Flatten(2)) == "Flatten(start_dim=2)"
    assert repr(MLP([3, 4], bias=False, rng=rng())) == (
        "MLP(\n"
        "  activation=tanh\n"
        "  (layers): Sequential(\n"
        "    (0): Linear(in_features=3, out_features=4, bias=False)\n"
        "  )\n"
        ")"
    )
    net = MLP([3, 4], activation=Identity(), rng=rng())
    assert "(activation): Identity()" in repr(net)
    assert net.extra_repr() == Identity().extra_repr() == ""
