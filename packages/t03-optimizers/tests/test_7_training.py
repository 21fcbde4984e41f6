"""Training: in place, without new memory, to the minimum"""

import tracemalloc

import numpy as np
import pytest
import t02_autograd
from scratchcore.testing import assert_close
from t02_autograd import MLP, make_moons, train
from t03_optimizers import (
    BEALE,
    HIMMELBLAU,
    ROSENBROCK,
    SADDLE,
    SGD,
    Adagrad,
    Adam,
    AdamW,
    Lion,
    Muon,
    RMSprop,
    clip_grad_norm_,
    clip_grad_value_,
    compare_on_moons,
    descend,
)


class Weight:
    def __init__(self, data, grad):
        self.data, self.grad = data, grad


VARIANTS = {
    "SGD": (SGD, {"momentum": 0.9, "nesterov": True, "weight_decay": 0.01}),
    "SGD without momentum": (SGD, {"weight_decay": 0.01}),
    "SGD with dampening": (SGD, {"momentum": 0.9, "dampening": 0.1}),
    "Adagrad": (Adagrad, {"weight_decay": 0.01}),
    "RMSprop": (RMSprop, {"weight_decay": 0.01}),
    "RMSprop, centered, momentum": (RMSprop, {"centered": True, "momentum": 0.9}),
    "Adam": (Adam, {"weight_decay": 0.01}),
    "Adam, amsgrad": (Adam, {"amsgrad": True}),
    "AdamW": (AdamW, {}),
    "Lion": (Lion, {"weight_decay": 0.01}),
}
every_variant = pytest.mark.parametrize("variant", VARIANTS)


# Views, numbers and the arguments of a call are objects as well: 2 to 8 kB at a time, by the number
# of threads. An array for one block of a parameter is 1 MB.
OBJECTS = 16384


def bytes_of(act):
    """Return (peak, kept): the bytes that one call allocates, the least of twenty after warm-up."""
    for _ in range(3):
        act()
    calls = []
    tracemalloc.start()
    try:
        for _ in range(20):
            before = tracemalloc.get_traced_memory()[0]
            tracemalloc.reset_peak()
            act()
            now, peak = tracemalloc.get_traced_memory()
            calls.append((peak - before, now - before))
    finally:
        tracemalloc.stop()
    return tuple(min(column) for column in zip(*calls, strict=True))


@every_variant
def test_a_step_on_a_million_parameters_allocates_nothing(variant):
    kind, options = VARIANTS[variant]
    rng = np.random.default_rng(0)
    grad = rng.standard_normal(1_000_000, dtype=np.float32)
    optimizer = kind([Weight(np.ones(1_000_000, np.float32), grad)], **options)
    peak, kept = bytes_of(optimizer.step)
    message = (
        f"{variant} allocated {peak} bytes in a step and kept {kept}: write to the scratch arrays"
        " (out=, axpy) and make no new arrays; a temporary of one block alone is 1048576 bytes"
    )
    assert peak < OBJECTS and kept < 100, message


def test_a_muon_step_allocates_nothing():
    rng = np.random.default_rng(0)
    weights = [
        Weight(rng.standard_normal(shape), rng.standard_normal(shape))
        for shape in ((60, 200), (200, 60))
    ]
    peak, kept = bytes_of(Muon(weights).step)
    message = (
        f"a step allocated {peak} bytes and kept {kept}: write to step and work (out=) and make no"
        " new arrays; a temporary (60, 60) alone is 28800 bytes"
    )
    assert peak < OBJECTS and kept < 100, message


def test_value_clipping_allocates_nothing():
    weight = Weight(None, np.linspace(-2, 2, 100_000))
    peak, _ = bytes_of(lambda: clip_grad_value_([weight], 1.0))
    assert peak < OBJECTS, f"clipping allocated {peak} bytes: write to the gradient itself (out=)"


def test_norm_clipping_allocates_nothing_in_float64():
    weight = Weight(None, np.ones(100_000))
    peak, _ = bytes_of(lambda: clip_grad_norm_([weight], 1.0))
    assert peak < OBJECTS, (
        f"clipping allocated {peak} bytes: g**2 is a new array, np.vdot makes none"
    )


@every_variant
def test_parameters_keep_their_memory_and_dtype(variant):
    kind, options = VARIANTS[variant]
    array = np.ones((2, 3), np.float32)
    weight = Weight(array, np.full((2, 3), 0.5, np.float32))
    optimizer = kind([weight], lr=0.01, **options)
    for _ in range(2):
        optimizer.step()
    assert weight.data is array, "the update happens in place: a graph or a view sees it"
    assert weight.data.dtype == np.float32 and weight.data.shape == (2, 3)
    assert np.all(array < 1), f"a positive gradient makes p smaller, p is {array}"


@every_variant
def test_a_loaded_state_continues_bit_for_bit(variant):
    kind, options = VARIANTS[variant]
    rng = np.random.default_rng(1)
    grads = rng.standard_normal((8, 5)).astype(np.float32)
    straight = Weight(np.ones(5, np.float32), None)
    optimizer = kind([straight], lr=0.01, **options)
    for i, grad in enumerate(grads):
        if i == 4:
            state, data = optimizer.state_dict(), straight.data.copy()
        straight.grad = grad
        optimizer.step()
    resumed = Weight(data, None)
    optimizer = kind([resumed])
    optimizer.load_state_dict(state)
    for grad in grads[4:]:
        resumed.grad = grad
        optimizer.step()
    message = f"went on to {resumed.data}, without the interruption {straight.data}"
    assert np.array_equal(resumed.data, straight.data), message
    assert resumed.data[0] != 1.0


@pytest.mark.parametrize(
    ("surface", "make", "steps"),
    [
        (ROSENBROCK, lambda params: Adam(params, lr=0.05), 3000),
        (ROSENBROCK, lambda params: SGD(params, lr=5e-4, momentum=0.98, nesterov=True), 3000),
        (BEALE, lambda params: Adam(params, lr=0.05), 2000),
        (BEALE, lambda params: RMSprop(params, lr=1e-3, momentum=0.9), 2000),
        (HIMMELBLAU, lambda params: Adagrad(params, lr=1.0), 500),
        (HIMMELBLAU, lambda params: SGD(params, lr=0.01, momentum=0.5), 500),
        (SADDLE, lambda params: AdamW(params, lr=0.05, weight_decay=0.0), 500),
        (SADDLE, lambda params: Adam(params, lr=0.05, amsgrad=True), 1000),
    ],
)
def test_descent_ends_in_a_minimum(surface, make, steps):
    path = descend(surface, make, steps=steps)
    assert path.shape == (steps + 1, 2)
    distances = np.linalg.norm(np.array(surface.minima) - path[-1], axis=1)
    nearest = surface.minima[int(np.argmin(distances))]
    why = f"the minima of {surface.name} are {surface.minima}"
    assert_close(path[-1], nearest, name="end of the path", why=why, atol=1e-3)


def test_the_network_of_t02_learns_the_moons():
    losses = compare_on_moons(
        {
            "plain": lambda params: SGD(params, lr=0.1),
            "momentum": lambda params: SGD(params, lr=0.1, momentum=0.9),
            "Adam": lambda params: Adam(params, lr=0.05),
        },
        samples=12,
        epochs=25,
    )
    starts = [curve[0] for curve in losses.values()]
    assert_close(starts, [starts[0]] * 3, name="first losses", why="all start from one network")
    assert losses["Adam"].shape == (25,)
    ends = {name: round(float(curve[-1]), 4) for name, curve in losses.items()}
    assert ends["Adam"] < ends["plain"] and ends["momentum"] < ends["plain"], ends
    assert ends["Adam"] < 0.5 * starts[0], f"from {starts[0]} to {ends}"


def test_plain_descent_on_the_moons_is_that_of_t02():
    losses = compare_on_moons({"plain": lambda params: SGD(params, lr=0.1)})["plain"]
    rng = np.random.default_rng(0)
    points, labels = make_moons(16, noise=0.1, rng=rng)
    model = MLP(2, [6, 1], hidden_bias=True, rng=rng)
    plain = t02_autograd.SGD(model.parameters(), 0.1)
    expected = train(model, points, labels, plain, epochs=20)
    assert_close(losses, expected, name="losses", why="p -= lr * g, as the SGD of t02 does it")


def test_scalar_values_move_as_arrays_do():
    model = MLP(2, [2, 1])
    values = model.parameters()
    array = Weight(np.array([v.data for v in values]), None)
    on_values, on_array = Adam(values, lr=0.1), Adam([array], lr=0.1)
    for step in range(3):
        grads = np.linspace(-1, 1, len(values)) + step
        for value, grad in zip(values, grads, strict=True):
            value.grad = float(grad)
        array.grad = grads
        on_values.step()
        on_array.step()
    got = [v.data for v in values]
    assert_close(got, array.data, name="Values", why="the rule is the same for each number")
    assert all(type(v.data) is float for v in values), "the data of a Value is a float"
    on_values.zero_grad()
    assert [v.grad for v in values] == [0.0] * len(values), "a Value adds to its grad: start at 0"
