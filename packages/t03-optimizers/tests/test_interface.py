"""What holds for every optimizer: groups, errors, strange memory, saved states."""

import copy
import math
import threading

import numpy as np
import pytest
from scratchcore import Tensor, tensor
from scratchcore.testing import assert_close
from t02_autograd import Value
from t03_optimizers import SGD, Adagrad, Adam, AdamW, Lion, Muon, RMSprop, blas, optimizer, rules
from t03_optimizers.blas import axpby, axpy

KINDS = [SGD, Adagrad, RMSprop, Adam, AdamW, Lion, Muon]
ELEMENTWISE = KINDS[:-1]


class Weight:
    def __init__(self, data, grad=None):
        self.data, self.grad = data, grad


def ones(shape=(2, 3)):
    return Weight(np.ones(shape), np.ones(shape))


# Parameters


@pytest.mark.parametrize("kind", KINDS)
def test_no_parameters_are_an_error(kind):
    with pytest.raises(ValueError, match="params is empty"):
        kind([])
    with pytest.raises(ValueError, match="params of a group is empty"):
        kind([{"params": []}])


@pytest.mark.parametrize("kind", KINDS)
def test_a_generator_gives_the_parameters(kind):
    weights = [ones(), ones()]
    kind((w for w in weights), lr=0.1).step()
    assert np.all(weights[1].data != 1.0)


def test_a_parameter_in_two_places_is_an_error():
    weight = ones()
    with pytest.raises(ValueError, match=r"params\[1\] is the same parameter"):
        SGD([weight, weight])
    with pytest.raises(ValueError, match=r"params\[2\] is the same parameter"):
        SGD([{"params": [ones(), weight]}, {"params": [weight]}])


@pytest.mark.parametrize("lone", [Value(1.0), tensor([1.0]), {"params": [ones()]}])
def test_a_lone_parameter_is_an_error(lone):
    with pytest.raises(TypeError, match="iterable of parameters or dicts, got one"):
        SGD(lone)


@pytest.mark.parametrize("data", [np.array([1, 2]), 3, np.array([True]), None, np.array([1j])])
def test_data_that_are_no_floats_are_an_error(data):
    with pytest.raises(TypeError, match=r"params\[0\]\.data must be a float or an array of floats"):
        SGD([Weight(data)])


def test_muon_wants_two_axes():
    with pytest.raises(ValueError, match=r"params\[1\] must have two axes for Muon, got shape \(3"):
        Muon([ones(), ones((3,))])


@pytest.mark.parametrize("kind", KINDS)
def test_parameters_without_gradient_are_passed_over(kind):
    weights = [ones(), ones()]
    weights[0].grad = None
    made = kind(weights, lr=0.1)
    made.step()
    assert np.all(weights[0].data == 1.0) and np.all(weights[1].data != 1.0)
    assert list(made.state_dict()["state"]) == [1]


@pytest.mark.parametrize("kind", KINDS)
def test_lr_zero_moves_nothing(kind):
    weight = ones()
    kind([weight], lr=0.0).step()
    assert np.array_equal(weight.data, np.ones((2, 3)))


@pytest.mark.parametrize("kind", KINDS)
def test_empty_arrays_are_fine(kind):
    weight = Weight(np.ones((0, 3)), np.ones((0, 3)))
    made = kind([weight, ones()])
    made.step()
    made.step()
    assert weight.data.shape == (0, 3)


@pytest.mark.parametrize("kind", ELEMENTWISE)
@pytest.mark.parametrize("data", [np.array(2.0), 2.0, np.float64(2.0), np.float32(2.0)])
def test_single_numbers_move_as_arrays_do(kind, data):
    array = Weight(np.array([2.0], np.asarray(data).dtype), np.array([0.5], np.asarray(data).dtype))
    number = Weight(copy.copy(data), 0.5)
    made = kind([array], lr=0.1), kind([number], lr=0.1)
    for _ in range(3):
        for each in made:
            each.step()
    assert number.data == array.data[0]
    assert type(number.data) is type(data)


@pytest.mark.parametrize("kind", KINDS)
def test_memory_with_gaps_moves_as_other_memory_does(kind):
    rng = np.random.default_rng(2)
    data, grads = rng.standard_normal((4, 6)), rng.standard_normal((3, 4, 6))
    plain = Weight(data.copy())
    strided = Weight(np.zeros((8, 18))[::2, ::3])
    strided.data[...] = data
    turned = Weight(np.asfortranarray(data))
    arrays = strided.data, turned.data
    made = [kind([w], lr=0.1) for w in (plain, strided, turned)]
    for grad in grads:
        plain.grad, strided.grad, turned.grad = (
            grad,
            np.asfortranarray(grad),
            grad[:, ::-1][:, ::-1],
        )
        for each in made:
            each.step()
    assert_close(strided.data, plain.data, name="strided", rtol=1e-12)
    assert_close(turned.data, plain.data, name="Fortran order", rtol=1e-12)
    assert strided.data is arrays[0] and turned.data is arrays[1]


@pytest.mark.parametrize("kind", KINDS)
def test_float32_is_kept(kind):
    weight = Weight(np.ones((2, 2), np.float32), np.ones((2, 2), np.float32))
    made = kind([weight], lr=0.1)
    made.step()
    assert weight.data.dtype == np.float32
    state = made.state_dict()["state"][0]
    assert {x.dtype.name for x in state.values() if isinstance(x, np.ndarray)} <= {"float32"}


def test_float16_works_without_blas():
    weight = Weight(np.ones(20000, np.float16), np.full(20000, 0.5, np.float16))
    Adam([weight], lr=0.25).step()
    assert weight.data.dtype == np.float16
    assert np.all(weight.data == 0.75)


def test_read_only_memory_is_an_error_and_a_read_only_gradient_is_not():
    weight = ones()
    weight.grad.flags.writeable = False
    SGD([weight], lr=0.5).step()
    assert np.all(weight.data == 0.5)
    weight.data.flags.writeable = False
    with pytest.raises(ValueError, match="read-only"):
        SGD([weight], lr=0.5).step()


def test_a_gradient_of_another_shape_is_an_error():
    weight = Weight(np.ones((2, 3)), np.ones(3))
    with pytest.raises(ValueError, match=r"params\[0\]\.grad has shape \(3,\), \.data \(2, 3\)"):
        SGD([weight]).step()


@pytest.mark.parametrize("data", [np.ones(4), np.ones(3, np.float32)])
def test_data_of_another_kind_than_at_first_are_an_error(data):
    weight = ones((3,))
    made = SGD([weight])
    weight.data, weight.grad = data, np.ones_like(data)
    with pytest.raises(ValueError, match=r"params\[0\]\.data was float64 \(3,\) when given"):
        made.step()


def test_new_data_of_the_same_kind_are_used():
    weight = ones((3,))
    made = SGD([weight], lr=0.5)
    made.step()
    weight.data = np.full(3, 10.0)
    made.step()
    assert np.all(weight.data == 9.5)


def test_an_error_in_one_parameter_names_it():
    with pytest.raises(ValueError, match=r"params\[1\]"):
        SGD([ones(), Weight(np.ones(2), np.ones(3))]).step()


# Options


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


@pytest.mark.parametrize(
    ("kind", "defaults"),
    [
        (SGD, {"lr": 1e-3, "momentum": 0, "dampening": 0, "weight_decay": 0, "nesterov": False}),
        (Adam, {"lr": 1e-3, "betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 0, "amsgrad": 0}),
        (AdamW, {"lr": 1e-3, "betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 1e-2}),
        (Lion, {"lr": 1e-4, "betas": (0.9, 0.99), "weight_decay": 0}),
    ],
)
def test_the_defaults_are_the_papers(kind, defaults):
    group = kind([ones()]).param_groups[0]
    assert {name: group[name] for name in defaults} == defaults


# Groups


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


# Saved states


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


# Gradients


def test_zero_grad_forgets():
    weights = [ones(), Value(2.0)]
    weights[1].grad = 3.0
    SGD(weights).zero_grad()
    assert weights[0].grad is None and weights[1].grad == 0.0


@pytest.mark.parametrize("kind", KINDS)
def test_tensors_of_the_core_learn(kind):
    w = tensor(np.ones((2, 3)), requires_grad=True)
    data = w.data
    made = kind([w], lr=0.1)
    for _ in range(3):
        made.zero_grad()
        (w * w).sum().backward()
        made.step()
    assert w.data is data
    assert np.all(data < 1)


def test_a_gradient_that_is_a_tensor_counts():
    w = tensor(np.ones(3), requires_grad=True)
    (w * w).sum().backward(create_graph=True)
    assert isinstance(w.grad, Tensor)
    SGD([w], lr=0.25).step()
    assert_close(w.data, np.full(3, 0.5), name="w")


# Blocks and threads


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(optimizer, "BLOCK", 7)


def steps(kind, **options):
    rng = np.random.default_rng(6)
    weights = [Weight(rng.standard_normal(n)) for n in (50, 3, 7, 1)]
    made = kind(weights, **options)
    for _ in range(4):
        for w in weights:
            w.grad = rng.standard_normal(w.data.shape)
        made.step()
    return [w.data for w in weights]


VARIANTS = [
    (SGD, {"momentum": 0.9, "weight_decay": 0.1}),
    (Adagrad, {"weight_decay": 0.1}),
    (RMSprop, {"centered": True, "momentum": 0.9}),
    (Adam, {"amsgrad": True, "weight_decay": 0.1}),
    (AdamW, {}),
    (Lion, {"weight_decay": 0.1}),
]


@pytest.mark.parametrize(("kind", "options"), VARIANTS)
@pytest.mark.parametrize("threads", [1, 2, 3])
def test_blocks_and_threads_change_no_result(kind, options, threads, monkeypatch):
    whole = steps(kind, **options)
    monkeypatch.setattr(optimizer, "BLOCK", 7)
    monkeypatch.setattr(blas, "threads", lambda: threads)
    monkeypatch.setattr(blas, "_set_threads", lambda count: None)
    for got, expected in zip(steps(kind, **options), whole, strict=True):
        assert_close(got, expected, name="parameter", rtol=1e-12)


def test_threads_share_the_work(small_blocks, monkeypatch):
    lengths, states, names = [], [], set()

    def spy(p, g, m, v, v_max, s, **options):
        lengths.append(p.size)
        names.add(threading.current_thread().name)
        states.append(np.geterr()["divide"])

    monkeypatch.setattr("t03_optimizers.optimizers.adam_update", spy)
    monkeypatch.setattr(blas, "threads", lambda: 2)
    monkeypatch.setattr(blas, "_set_threads", lambda count: None)
    weights = [ones((40,)), ones((3,)), ones((2,))]
    with np.errstate(divide="raise"):
        Adam(weights).step()
    assert sum(lengths) == 45 and max(lengths) == 7
    assert len(names) == 2
    assert set(states) == {"raise"}, "np.errstate of the caller holds in all threads"


def test_an_error_in_another_thread_arrives(small_blocks, monkeypatch):
    def fail_in_a_thread(p, *args, **options):
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("from the other thread")

    monkeypatch.setattr("t03_optimizers.optimizers.adam_update", fail_in_a_thread)
    monkeypatch.setattr(blas, "threads", lambda: 2)
    monkeypatch.setattr(blas, "_set_threads", lambda count: None)
    with pytest.raises(RuntimeError, match="from the other thread"):
        Adam([ones((40,))]).step()


# Scaled sums


@pytest.mark.parametrize("through_blas", [True, False])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("size", [0, 1, 5, 20000])
def test_scaled_sums_agree_with_numpy(through_blas, dtype, size, monkeypatch):
    if not through_blas:
        monkeypatch.setattr(blas, "_AXPY", {})
        monkeypatch.setattr(blas, "_AXPBY", {})
    rng = np.random.default_rng(7)
    x, y = rng.standard_normal((2, size)).astype(dtype)
    before = x.copy()
    for b, function in ((1.0, lambda z: axpy(0.3, x, z)), (0.7, lambda z: axpby(0.3, x, 0.7, z))):
        z = y.copy()
        function(z)
        assert z.dtype == dtype
        assert_close(z, (0.3 * x + b * y).astype(dtype), name="y")
    assert np.array_equal(x, before)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (np.ones(3), np.ones(4)),
        (np.ones(3), np.ones(3, np.float32)),
        (np.ones((2, 2)), np.ones((2, 2))),
    ],
)
def test_scaled_sums_of_unequal_arrays_are_errors(x, y):
    with pytest.raises(ValueError, match="x and y must be 1-D, of one length and one dtype"):
        axpy(1.0, x, y)
    with pytest.raises(ValueError, match="x and y must be 1-D, of one length and one dtype"):
        axpby(1.0, x, 1.0, y)


def test_scaled_sums_refuse_memory_with_gaps():
    with pytest.raises(TypeError, match="not C contiguous"):
        axpy(1.0, np.ones(6)[::2], np.ones(3))


def test_blas_threads_come_back(monkeypatch):
    calls = []
    monkeypatch.setattr(blas, "threads", lambda: 4)
    monkeypatch.setattr(blas, "_set_threads", calls.append)
    with pytest.raises(KeyError), blas.one_thread():
        raise KeyError
    assert calls == [1, 4]


def test_the_rules_work_without_blas(monkeypatch):
    def run():
        p, m, v, s = np.ones(5), np.zeros(5), np.zeros(5), np.empty(5)
        options = {"lr": 0.1, "beta1": 0.9, "beta2": 0.99, "eps": 1e-8}
        for t in (1, 2):
            rules.adam_update(p, np.arange(5.0) - t, m, v, None, s, **options, t=t)
        return p

    expected = run()
    monkeypatch.setattr(blas, "_AXPY", {})
    monkeypatch.setattr(blas, "_AXPBY", {})
    assert_close(run(), expected, name="p", rtol=1e-12)
