"""Saved states: copies, round trips, errors."""

import numpy as np
import pytest
from t03_optimizers import SGD, Adagrad, Adam, AdamW, Lion, Muon, RMSprop

KINDS = [SGD, Adagrad, RMSprop, Adam, AdamW, Lion, Muon]


class Weight:
    def __init__(self, data, grad=None):
        self.data, self.grad = data, grad


def ones(shape=(2, 3)):
    return Weight(np.ones(shape), np.ones(shape))


def trained(kind, **options):
    weights = [ones(), ones((3, 2))]
    made = kind(weights, lr=0.1, **options)
    made.step()
    return weights, made


@pytest.mark.parametrize("kind", KINDS)
def test_a_saved_state_is_a_copy(kind):
    weights, made = trained(kind, **({"momentum": 0.9} if kind is SGD else {}))
    weights[0].grad = weights[0].grad * 3
    state = made.state_dict()
    arrays = [x for x in state["state"][0].values() if isinstance(x, np.ndarray)]
    before = [x.copy() for x in arrays]
    made.param_groups[0]["lr"] = 7.0
    made.step()
    assert arrays
    assert all(np.array_equal(x, old) for x, old in zip(arrays, before, strict=True))
    assert state["param_groups"][0]["lr"] == 0.1
    assert state["param_groups"][0]["params"] == [0, 1]
    assert state["state"][1]["step"] == 1


def test_loading_copies_as_well():
    _, made = trained(Adam)
    state = made.state_dict()
    _, other = trained(Adam)
    other.load_state_dict(state)
    other.step()
    assert state["state"][0]["step"] == 1
    assert np.all(state["state"][0]["exp_avg"] == pytest.approx(0.1))


@pytest.mark.parametrize("kind", KINDS)
def test_groups_and_states_survive_the_round_trip(kind):
    rng = np.random.default_rng(4)
    grads = rng.standard_normal((6, 2, 3, 2))

    def make():
        weights = [Weight(np.ones((3, 2))), Weight(np.ones((3, 2)))]
        return weights, [{"params": weights[:1], "lr": 0.03}, {"params": weights[1:]}]

    def walk(weights, made, grads):
        for pair in grads:
            weights[0].grad, weights[1].grad = pair
            made.step()

    weights, groups = make()
    made = kind(groups, lr=0.1)
    walk(weights, made, grads[:3])
    saved, data = made.state_dict(), [w.data.copy() for w in weights]
    walk(weights, made, grads[3:])
    others, groups = make()
    for other, values in zip(others, data, strict=True):
        other.data[...] = values
    fresh = kind(groups, lr=5.0)
    fresh.load_state_dict(saved)
    walk(others, fresh, grads[3:])
    assert all(np.array_equal(w.data, o.data) for w, o in zip(weights, others, strict=True))


def test_a_state_with_other_shapes_is_an_error_and_changes_nothing():
    _, made = trained(Adam)
    other = Adam([ones(), ones((2, 2))], lr=0.7)
    message = r"state 'exp_avg' of params\[1\] has shape \(3, 2\), the parameter \(2, 2\)"
    with pytest.raises(ValueError, match=message):
        other.load_state_dict(made.state_dict())
    assert other.param_groups[0]["lr"] == 0.7
    assert other.state_dict()["state"] == {}


def test_a_state_of_other_groups_is_an_error():
    _, made = trained(Adam)
    other = Adam([{"params": [ones()]}, {"params": [ones((3, 2))]}])
    with pytest.raises(ValueError, match=r"groups have \[1, 1\] parameters, the state's \[2\]"):
        other.load_state_dict(made.state_dict())


def test_a_state_of_another_optimizer_is_an_error():
    _, made = trained(SGD)
    weights = [ones(), ones((3, 2))]
    with pytest.raises(ValueError, match="the state has no option 'amsgrad': is it another"):
        Adam(weights).load_state_dict(made.state_dict())


def test_a_parameter_without_state_starts_with_its_first_step():
    weights = [ones((1,)), ones((1,))]
    weights[1].grad = None
    made = Adam(weights, lr=0.125, eps=0.0)
    made.step()
    others = [ones((1,)), ones((1,))]
    fresh = Adam(others)
    fresh.load_state_dict(made.state_dict())
    fresh.step()
    assert others[1].data[0] == pytest.approx(0.875, rel=1e-12)
