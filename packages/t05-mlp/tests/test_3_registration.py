"""Registration: attributes, paths, modes"""

import numpy as np
import pytest
from scratchcore import tensor
from scratchcore.testing import assert_close
from t05_mlp import Module, Parameter

SET, WALK = "scratch hint t05 Module.__setattr__", "scratch hint t05 Module.named_modules"
ENTRIES, TRAIN = "scratch hint t05 Module.named_entries", "scratch hint t05 Module.train"


class Scale(Module):
    def __init__(self, factor, size=2):
        super().__init__()
        self.factor = Parameter(np.full(size, factor))

    def forward(self, x):
        return x * self.factor


class Net(Module):
    def __init__(self):
        super().__init__()
        self.first = Scale(1.0)
        self.offset = Parameter(np.zeros(3))
        self.second = Scale(2.0, 5)
        self.first.inner = Scale(3.0, 7)


def test_a_parameter_is_registered_under_its_name():
    module = Scale(1.5)
    assert list(module._parameters) == ["factor"], (
        f"_parameters should hold 'factor', has {list(module._parameters)}: a Parameter that is not"
        f" registered is never trained or saved ({SET})"
    )
    assert module._parameters["factor"] is module.factor, "registry and attribute are one object"
    assert_close(module(np.array([2.0, 4.0])), [3.0, 6.0], name="Scale(1.5)([2, 4])", hint=SET)


def test_each_kind_has_its_registry():
    module = Module()
    module.child, module.rng = Scale(1.0), np.random.default_rng(0)
    module.weight, module.size, module.table = Parameter(np.ones(2)), 3, np.zeros(2)
    found = {name: list(vars(module)[name]) for name in ("_parameters", "_modules", "_generators")}
    expected = {"_parameters": ["weight"], "_modules": ["child"], "_generators": ["rng"]}
    assert found == expected, f"registries are {found}, expected {expected}; others stay outside"
    assert module.size == 3


def test_attributes_are_found_without_a_search():
    for name in ("first", "offset"):
        assert name in vars(Net()), (
            f"{name!r} should be in the instance's __dict__ as well as in its registry: reading it"
            " is what every forward pass does"
        )


def test_a_new_parameter_takes_the_place_of_the_old():
    module = Scale(1.0)
    module.factor = new = Parameter(np.full(2, 9.0))
    assert module._parameters["factor"] is new, f"the registry keeps the old one ({SET})"
    assert_close(module(np.ones(2)), [9.0, 9.0], name="output with the new factor", hint=SET)


def test_a_new_module_keeps_the_place_of_the_old():
    net = Net()
    net.first = Scale(4.0)
    assert list(net._modules) == ["first", "second"], (
        f"the order is {list(net._modules)} after `first` was replaced: a chain would run its"
        f" layers in another order; write over the entry instead of removing it first ({SET})"
    )


def test_none_removes_from_the_registry():
    module = Net()
    module.rng = np.random.default_rng(0)
    module.register_buffer("mean", np.zeros(2))
    module.offset = module.second = module.rng = module.mean = None
    assert module.offset is None
    assert "offset" not in module._parameters, "a parameter set to None is still trained"
    assert "second" not in module._modules, "a module set to None is still walked through"
    assert "rng" not in module._generators, "a generator set to None is still saved"
    assert "mean" not in module._buffers, "a buffer set to None is still saved"


def refusal(module, name, value):
    """Return the words of the TypeError that the assignment must raise."""
    try:
        setattr(module, name, value)
    except TypeError as error:
        return str(error)
    raise AssertionError(
        f"{name} took a {type(value).__name__}, which nobody would train; TypeError expected"
    )


def test_a_registered_name_keeps_its_kind():
    module = Scale(1.0)
    assert "factor" in refusal(module, "factor", tensor(np.zeros(2)))
    assert_close(module.factor, np.ones(2), name="factor after the refused assignment", hint=SET)


@pytest.mark.parametrize("kind", [list, tuple, lambda layers: dict(enumerate(layers))])
def test_a_list_or_dict_of_modules_is_refused(kind):
    assert "Sequential" in refusal(Module(), "layers", kind([Scale(1.0), Scale(2.0)]))


def test_a_forgotten_super_init_is_named():
    class Forgetful(Module):
        def __init__(self):
            self.factor = Parameter(np.ones(2))

    try:
        Forgetful()
        said = ""
    except RuntimeError as error:
        said = str(error)
    assert "Forgetful" in said and "super()" in said, (
        "a parameter was assigned before super().__init__() made the registries: `_registry_for`"
        f" raises a RuntimeError that says so, but what came was {said or 'no RuntimeError'}"
    )


def test_modules_come_with_their_paths_parents_first():
    net = Net()
    found = list(net.named_modules())
    paths = [path for path, _ in found]
    expected = ["", "first", "first.inner", "second"]
    assert paths == expected, f"paths are {paths}, expected {expected} ({WALK})"
    modules = [net, net.first, net.first.inner, net.second]
    assert all(a is b for (_, a), b in zip(found, modules, strict=True)), "paths and modules differ"


def test_a_prefix_stands_before_every_path():
    paths = [path for path, _ in Net().named_modules("net")]
    expected = ["net", "net.first", "net.first.inner", "net.second"]
    assert paths == expected, f"paths are {paths}, expected {expected} ({WALK})"


def test_a_shared_module_comes_once():
    net = Net()
    net.again = net.first
    paths = [path for path, _ in net.named_modules()]
    assert paths == ["", "first", "first.inner", "second"], (
        f"paths are {paths}: a module that is reached twice comes once, under its first path"
    )
    paths = [path for path, _ in net.named_modules(remove_duplicate=False)]
    expected = ["", "first", "first.inner", "second", "again", "again.inner"]
    assert paths == expected, f"with remove_duplicate=False: {paths}, expected {expected}"


def test_two_walks_are_independent():
    net = Net()
    assert len(list(net.named_modules())) == len(list(net.named_modules())) == 4, (
        "the second walk found fewer modules: what was seen must be forgotten after a walk"
    )


def test_parameters_come_with_their_paths_parents_first():
    found = dict(Net().named_parameters())
    expected = ["offset", "first.factor", "first.inner.factor", "second.factor"]
    assert list(found) == expected, f"paths are {list(found)}, expected {expected} ({ENTRIES})"
    why = "the value under a path is what that module holds"
    sizes = [p.size for p in found.values()]
    assert_close(sizes, [3, 2, 7, 5], name="sizes of the parameters", why=why, hint=ENTRIES)
    assert_close(found["second.factor"], np.full(5, 2.0), name="second.factor", why=why)


def test_a_shared_parameter_comes_once():
    net = Net()
    net.second.factor = net.first.factor
    paths = [path for path, _ in net.named_parameters()]
    assert paths == ["offset", "first.factor", "first.inner.factor"], (
        f"paths are {paths}: an optimizer that is given a shared parameter twice steps twice"
    )


def test_equal_parameters_are_not_shared():
    net = Net()
    net.second.factor = Parameter(np.ones(2))  # equal to first.factor, another object
    count = len(list(net.parameters()))
    assert count == 4, f"{count} parameters found, expected 4: compare by identity, not by value"


def test_buffers_and_generators_come_with_their_paths_each_once():
    net, shared = Net(), np.random.default_rng(0)
    net.first.rng = net.second.rng = shared
    net.second.register_buffer("mean", np.zeros(3))
    net.first.inner.register_buffer("count", np.zeros(()))
    net.second.register_buffer("again", net.second.mean)
    paths = [path for path, _ in net.named_generators()]
    assert paths == ["first.rng"], f"generators are {paths}, one shared by two modules ({ENTRIES})"
    found = dict(net.named_buffers())
    assert list(found) == ["first.inner.count", "second.mean"], (
        f"buffers are {list(found)}: `again` is the array of `mean` and comes once ({ENTRIES})"
    )
    sizes = [buffer.size for buffer in found.values()]
    assert_close(sizes, [1, 3], name="sizes of the buffers", hint=ENTRIES)


def test_a_prefix_stands_before_every_parameter():
    paths = [path for path, _ in Net().named_parameters("net")]
    expected = ["net.offset", "net.first.factor", "net.first.inner.factor", "net.second.factor"]
    assert paths == expected, f"paths are {paths}, expected {expected} ({ENTRIES})"


def test_train_and_eval_reach_every_depth():
    net = Net()
    assert net.training, "a new module is in training mode"
    assert net.eval() is net, "train and eval return the module: net = Net().eval()"
    modes = [module.training for module in net.modules()]
    assert modes == [False] * 4, f"training is {modes} after eval(): every depth counts ({TRAIN})"
    net.train()
    modes = [module.training for module in net.modules()]
    assert modes == [True] * 4, f"training is {modes} after train() ({TRAIN})"


def test_train_of_a_part_leaves_the_rest():
    net = Net().eval()
    net.first.train(True)
    modes = [module.training for module in net.modules()]
    expected = [False, True, True, False]
    assert modes == expected, f"training is {modes} after net.first.train(), expected {expected}"
