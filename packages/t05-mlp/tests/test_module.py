"""What a module offers beyond the exercises: freezing, converting, copying, words."""

import copy
import pickle

import numpy as np
import pytest
from scratchcore import Tensor, tensor
from scratchcore.testing import assert_close
from t05_mlp import MLP, Flatten, Identity, Linear, Module, Parameter, Sequential


def rng(seed=0):
    return np.random.default_rng(seed)


class Noisy(Module):
    def __init__(self, generator):
        super().__init__()
        self.rng = generator
        self.register_buffer("mean", np.zeros(3, np.float32))
        self.register_buffer("count", np.zeros((), np.int64))
        self.register_buffer("cache", np.ones(2), persistent=False)

    def forward(self, x):
        self.count += 1 if self.training else 0
        return x


def make():
    generator = rng(5)
    return Sequential(Linear(3, 4, rng=generator), Noisy(generator), Noisy(rng(6)))


def test_a_parameter_shares_the_memory_it_is_given():
    data = np.ones(3, np.float32)
    assert Parameter(data).data is data
    assert Parameter(tensor(data, requires_grad=True)).requires_grad
    assert not Parameter(data, requires_grad=False).requires_grad


def test_what_is_computed_from_a_parameter_is_a_tensor():
    result = Parameter(np.ones(3)) * 2
    assert type(result) is Tensor
    assert repr(Parameter(np.ones(1, np.float32))).startswith("Parameter containing:\ntensor([1.]")


def test_integers_cannot_be_parameters():
    with pytest.raises(TypeError, match="int64"):
        Parameter(np.arange(3))


def test_zero_grad_forgets_all_gradients():
    net = make()
    net(np.ones((2, 3), np.float32)).sum().backward()
    assert_close(net[0].bias.grad, np.full(4, 2, np.float32), name="bias.grad")
    net.zero_grad()
    assert [p.grad for p in net.parameters()] == [None, None]


def test_a_frozen_module_gets_no_gradients_but_passes_them_on():
    net = Sequential(Linear(3, 4, rng=rng()), Linear(4, 2, rng=rng()))
    assert net[1].requires_grad_(False) is net[1]
    net(np.ones((2, 3), np.float32)).sum().backward()
    assert [p.grad is None for p in net.parameters()] == [False, False, True, True]
    expected = 2 * net[1].weight.data.sum(axis=0)
    assert_close(net[0].bias.grad, expected, name="gradient below the frozen layer")
    net.requires_grad_()
    assert all(p.requires_grad for p in net.parameters())


def test_generators_and_buffers_are_found_once():
    net = make()
    assert [name for name, _ in net.named_generators()] == ["1.rng", "2.rng"]
    net[2].rng = net[1].rng
    net[2].mean = net[1].mean
    assert [name for name, _ in net.named_generators("net")] == ["net.1.rng"]
    names = [name for name, _ in net.named_buffers()]
    assert names == ["1.mean", "1.count", "1.cache", "2.count", "2.cache"]
    assert [buffer.ndim for buffer in net.buffers()] == [1, 0, 1, 0, 1]


def test_a_buffer_that_is_assigned_anew_stays_a_buffer():
    net = make()
    net[1].mean = new = np.ones(3, np.float32)
    assert dict(net.named_buffers())["1.mean"] is new
    assert_close(net.state_dict()["1.mean"], np.ones(3, np.float32), name="1.mean")
    with pytest.raises(TypeError, match="mean is a buffer"):
        net[1].mean = Parameter(np.ones(3))


def test_buffers_say_what_is_wrong():
    net = make()
    with pytest.raises(TypeError, match="buffer 'x' must be an array, got list"):
        net.register_buffer("x", [1.0])
    with pytest.raises(ValueError, match="attribute 'training' already"):
        net.register_buffer("training", np.zeros(1))
    net[1].register_buffer("mean", np.zeros(2), persistent=False)
    assert "1.mean" not in net.state_dict()
    net[1].register_buffer("mean", np.zeros(2))
    assert "1.mean" in net.state_dict()


@pytest.mark.parametrize("kept", [list, tuple, set, lambda found: [[{"key": found}]]])
def test_what_a_container_hides_is_refused_at_any_depth(kept):
    for hidden in (Parameter(np.ones(2)), Identity(), rng()):
        with pytest.raises(TypeError, match=f"holds a {type(hidden).__name__}, which would not be"):
            Module().things = kept([hidden])
    module = Module()
    module.sizes = [3, (4, {"five": 5})]
    assert module.sizes == [3, (4, {"five": 5})]


def test_a_state_of_something_else_than_numbers_changes_nothing():
    net = make()
    before = net.state_dict()
    for wrong in (np.full(4, "a"), np.full(4, 1j), np.full(4, None)):
        with pytest.raises(TypeError, match=f"real numbers, got dtype {wrong.dtype}"):
            net.load_state_dict({"0.weight": np.zeros((4, 3)), "0.bias": wrong}, strict=False)
    assert_close(net[0].weight, before["0.weight"], name="0.weight")


def test_to_keeps_a_shared_buffer_shared():
    net = make()
    net[2].mean = net[1].mean
    net.to(np.float64)
    assert net[2].mean is net[1].mean and net[1].mean.dtype == np.float64


def test_a_buffer_before_super_init_is_named():
    class Forgetful(Module):
        def __init__(self):
            self.register_buffer("mean", np.zeros(2))

    with pytest.raises(RuntimeError, match=r"Forgetful.*super.*'mean' to a ndarray"):
        Forgetful()


def test_plain_attributes_may_be_set_before_super_init():
    class Early(Module):
        def __init__(self):
            self.size = 3
            super().__init__()

    assert Early().size == 3


def test_deleting_an_attribute_unregisters_it():
    net = make()
    del net[1].rng, net[1].mean, net[0].bias
    assert [name for name, _ in net.named_parameters()] == ["0.weight"]
    assert [name for name, _ in net[1].named_buffers()] == ["count", "cache"]
    assert list(net[1].named_generators()) == []
    with pytest.raises(AttributeError):
        del net[1].rng
    net[1].rng = 3
    assert net[1].rng == 3


def test_a_deleted_name_is_free_for_another_kind():
    net = make()
    del net[0].bias
    net[0].bias = tensor(np.ones(4, np.float32))
    expected = np.ones(4) + net[0].weight.data.sum(axis=1)
    assert_close(net[0](np.ones(3, np.float32)), expected.astype(np.float32), name="output")
    assert [name for name, _ in net.named_parameters()] == ["0.weight"]


def test_apply_visits_children_first():
    net = Sequential(Sequential(Identity()), Flatten())
    seen = []
    assert net.apply(seen.append) is net
    assert seen == [net[0][0], net[0], net[1], net]


def test_to_converts_floating_state_and_keeps_the_parameters():
    net = make()
    weight = net[0].weight
    weight.grad = np.ones((4, 3), np.float32)
    before = weight.data.copy()
    assert net.to(np.float64) is net
    assert net[0].weight is weight
    assert weight.grad is None
    assert_close(weight, before.astype(np.float64), name="weight")
    dtypes = [buffer.dtype for buffer in net.buffers()]
    assert dtypes == [np.float64, np.int64, np.float64] * 2
    net(np.ones((2, 3))).sum().backward()
    assert weight.grad.dtype == np.float64
    with pytest.raises(TypeError, match="int64"):
        net.to(np.int64)


def test_to_the_dtype_that_is_there_keeps_the_memory():
    net = make()
    weight, mean = net[0].weight.data, net[1].mean
    net.to(np.float32)
    assert net[0].weight.data is weight
    assert net[1].mean is mean


@pytest.mark.parametrize("clone", [copy.deepcopy, lambda net: pickle.loads(pickle.dumps(net))])
def test_a_copy_is_whole_and_alone(clone):
    net = make()
    net[2].rng = net[1].rng
    net[0].again = net[0].weight
    other = clone(net.eval())
    assert other[0].weight is other[0]._parameters["weight"] is other[0].again
    assert type(other[0].weight) is Parameter
    assert other[1].rng is other[2].rng is other[1]._generators["rng"]
    assert other[1].mean is other[1]._buffers["mean"]
    assert not other[1].training
    expected = net[0].weight.data.copy()
    net[0].weight.data += 1
    assert_close(other[0].weight, expected, name="weight of the copy")
    assert other[1].rng.random() == net[1].rng.random()


def test_a_frozen_parameter_stays_frozen_in_a_copy():
    assert not copy.deepcopy(Parameter(np.ones(2), requires_grad=False)).requires_grad


def test_a_module_without_forward_says_so():
    with pytest.raises(NotImplementedError, match="Module has no forward"):
        Module()(3)


def test_the_summary_lists_types_shapes_and_parameters():
    net = MLP([784, 256, 10], rng=rng())
    net.layers[0].requires_grad_(False)
    assert net.summary((2, 784)).splitlines() == [
        "module    type        output    parameters",
        "(all)     MLP         (2, 10)            -",
        "layers    Sequential                     -",
        "layers.0  Linear      (2, 256)     200,960",
        "layers.1  Linear      (2, 10)        2,570",
        "203,530 parameters, 2,570 trained, 814,120 bytes",
    ]
    assert net.summary().splitlines()[3] == "layers.0  Linear         200,960"


def test_the_summary_leaves_the_module_as_it_was():
    net = make()
    net[0].eval()
    text = net.summary((5, 3))
    assert text.count("(5, 4)") == 4
    assert [module.training for module in net.modules()] == [True, False, True, True]
    assert net[1].count == 0
    assert all("forward" not in vars(module) for module in net.modules())
    with pytest.raises(ValueError, match="linear"):
        net.summary((5, 2))
    assert net[1].training
    assert all("forward" not in vars(module) for module in net.modules())


def test_a_shared_module_shows_each_of_its_outputs():
    layer = Linear(3, 3, rng=rng())
    text = Sequential(layer, Flatten(0), layer).summary((1, 3))
    assert "(1, 3) (3,)" in text
    assert text.endswith("12 parameters, 12 trained, 48 bytes")
