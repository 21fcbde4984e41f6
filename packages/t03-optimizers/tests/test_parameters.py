"""Parameters of every kind: what is accepted, what moves, what is refused."""

import copy

import numpy as np
import pytest
from scratchcore import Tensor, tensor
from scratchcore.testing import assert_close
from t02_autograd import Value
from t03_optimizers import SGD, Adagrad, Adam, AdamW, Lion, Muon, RMSprop
from t03_optimizers.slot import Slot

KINDS = [SGD, Adagrad, RMSprop, Adam, AdamW, Lion, Muon]
ELEMENTWISE = KINDS[:-1]


class Weight:
    def __init__(self, data, grad=None):
        self.data, self.grad = data, grad


def ones(shape=(2, 3)):
    return Weight(np.ones(shape), np.ones(shape))


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


def test_contiguous_memory_is_used_itself():
    weight = ones((4, 3))
    slot = Slot(weight, {}, "params[0]")
    assert slot.load()
    assert np.shares_memory(slot.p, weight.data) and np.shares_memory(slot.g, weight.grad)
    assert slot.p.shape == slot.g.shape == (12,)
