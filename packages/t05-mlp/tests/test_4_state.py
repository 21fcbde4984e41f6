"""State: saving and loading by path"""

import numpy as np
import pytest
from scratchcore import tensor
from scratchcore.testing import assert_close
from t05_mlp import Module, Parameter

SAVE, LOAD = "scratch hint t05 Module.state_dict", "scratch hint t05 Module.load_state_dict"


class Layer(Module):
    def __init__(self, start, size):
        super().__init__()
        self.weight = Parameter(np.arange(start, start + size, dtype=np.float32))
        self.register_buffer("mean", np.full(2, start, np.float32))
        self.register_buffer("cache", np.zeros(4), persistent=False)


class Net(Module):
    def __init__(self, start=0):
        super().__init__()
        self.a = Layer(start + 1, 3)
        self.b = Layer(start + 5, 2)
        self.bias = Parameter(np.full(1, start, np.float32))


def test_the_state_holds_parameters_and_persistent_buffers_by_path():
    state = Net().state_dict()
    expected = ["bias", "a.weight", "a.mean", "b.weight", "b.mean"]
    assert list(state) == expected, f"keys are {list(state)}, expected {expected} ({SAVE})"
    why = "parameters and buffers as arrays, under the paths of named_parameters"
    assert_close(state["a.weight"], np.float32([1, 2, 3]), name="a.weight", why=why, hint=SAVE)
    assert_close(state["b.mean"], np.float32([5, 5]), name="b.mean", why=why, hint=SAVE)
    assert all(type(array) is np.ndarray for array in state.values()), "values are plain arrays"


def test_the_state_is_a_copy():
    net = Net()
    state = net.state_dict()
    net.a.weight.data += 10.0
    net.a.mean += 10.0
    why = "training went on after the state was taken; a saved state must not follow it"
    assert_close(state["a.weight"], np.float32([1, 2, 3]), name="a.weight", why=why, hint=SAVE)
    assert_close(state["a.mean"], np.float32([1, 1]), name="a.mean", why=why, hint=SAVE)


def test_a_prefix_stands_before_every_key():
    keys = list(Layer(0, 2).state_dict("net"))
    assert keys == ["net.weight", "net.mean"], f"keys are {keys}, expected net.weight, net.mean"


def test_what_is_shared_stands_under_each_path():
    net = Net()
    net.b.weight = net.a.weight
    net.c = net.a
    keys = list(net.state_dict())
    expected = ["bias", "a.weight", "a.mean", "b.weight", "b.mean", "c.weight", "c.mean"]
    assert keys == expected, f"keys are {keys}, expected {expected}: a file must fit untied layers"


def test_loading_restores_every_value():
    net, other = Net(), Net(start=100)
    result = net.load_state_dict(other.state_dict())
    assert [list(part) for part in result] == [[], []], f"missing, unexpected are {result}"
    net.eval().load_state_dict(other.state_dict())
    assert not net.training, "loading must leave training or evaluation mode as it was"
    why = "each array goes to the parameter or buffer of its path"
    for key, expected in Net(start=100).state_dict().items():
        assert_close(net.state_dict()[key], expected, name=key, why=why, hint=LOAD)


def test_loading_writes_into_the_memory_that_is_there():
    net = Net()
    parameter, memory, mean = net.a.weight, net.a.weight.data, net.a.mean
    net.load_state_dict(Net(start=100).state_dict())
    why = "an optimizer and views hold this array already; a new one would never be trained"
    assert net.a.weight is parameter, f"the Parameter was replaced: {why} ({LOAD})"
    assert_close(memory, np.float32([101, 102, 103]), name="old memory", why=why, hint=LOAD)
    assert_close(mean, np.float32([101, 101]), name="old buffer", why=why, hint=LOAD)


def test_the_module_does_not_share_memory_with_the_state():
    net, state = Net(), Net(start=100).state_dict()
    net.load_state_dict(state)
    net.a.weight.data += 1.0
    why = "training went on after loading; the state must not follow it"
    assert_close(state["a.weight"], np.float32([101, 102, 103]), name="state", why=why, hint=LOAD)


def test_the_dtype_stays_that_of_the_module():
    net = Net()
    net.load_state_dict({key: a.astype(np.float64) for key, a in net.state_dict().items()})
    expected = np.float32([1, 2, 3])
    why = "float64 values are converted on their way into float32 memory"
    assert_close(net.a.weight.data, expected, name="a.weight", why=why, hint=LOAD)


def test_tensors_are_loaded_too():
    net = Net()
    state = {key: tensor(a + 1, requires_grad=True) for key, a in net.state_dict().items()}
    net.load_state_dict(state)
    assert_close(net.a.weight, np.float32([2, 3, 4]), name="a.weight", hint=LOAD)


def broken(**changes):
    state = Net(start=100).state_dict()
    for key, value in changes.items():
        if value is None:
            del state[key.replace("__", ".")]
        else:
            state[key.replace("__", ".")] = value
    return state


def refusal(net, state, what, **options):
    """Return the words of the ValueError that loading `state` must raise."""
    try:
        net.load_state_dict(state, **options)
    except ValueError as error:
        return str(error)
    raise AssertionError(f"load_state_dict took a state with {what}; ValueError expected ({LOAD})")


def test_strict_loading_names_what_is_missing_and_unexpected():
    state = broken(a__weight=None, b__mean=None, extra=np.zeros(2))
    words = refusal(Net(), state, "missing and unexpected keys")
    for key in ("a.weight", "b.mean", "extra"):
        assert key in words, f"the error should name {key!r}: {words}"
    assert "a.mean" not in words, f"a.mean is neither missing nor unexpected: {words}"


@pytest.mark.parametrize("changes", [{"bias": None}, {"extra": np.zeros(1)}])
def test_one_key_too_few_or_too_many_is_enough(changes):
    assert next(iter(changes)) in refusal(Net(), broken(**changes), "keys that differ")


def test_loose_loading_returns_what_is_missing_and_unexpected():
    net = Net()
    result = net.load_state_dict(broken(a__weight=None, extra=np.zeros(2)), strict=False)
    missing, unexpected = (list(part) for part in result)
    assert missing == ["a.weight"], f"missing is {missing}, expected ['a.weight'] ({LOAD})"
    assert unexpected == ["extra"], f"unexpected is {unexpected}, expected ['extra'] ({LOAD})"
    why = "what both sides have is loaded"
    assert_close(net.b.weight, np.float32([105, 106]), name="b.weight", why=why, hint=LOAD)
    assert_close(net.a.weight, np.float32([1, 2, 3]), name="a.weight, not in the state", hint=LOAD)


@pytest.mark.parametrize("strict", [True, False])
def test_wrong_shapes_are_an_error_always(strict):
    state = broken(b__weight=np.zeros((1, 2)))
    words = refusal(Net(), state, "an array of the wrong shape", strict=strict)
    for text in ("b.weight", "(1, 2)", "(2,)"):
        assert text in words, f"the error should name {text}: {words}"


def test_one_error_tells_everything_that_does_not_fit():
    state = broken(bias=None, a__mean=np.zeros(7), b__weight=np.zeros(9), extra=np.zeros(2))
    words = refusal(Net(), state, "four problems")
    for key in ("a.mean", "b.weight", "bias", "extra"):
        assert key in words, (
            f"the error should name {key!r} too, it says: {words}; collect all problems before"
            f" raising, or each correction only shows the next one ({LOAD})"
        )


def test_an_array_of_one_value_does_not_fill_a_parameter():
    words = refusal(Net(), broken(b__weight=np.zeros(1)), "an array of the wrong shape")
    assert "b.weight" in words, f"the error should name b.weight: {words}"


@pytest.mark.parametrize(
    "changes", [{"bias": None}, {"extra": np.zeros(1)}, {"b__mean": np.zeros(9)}]
)
def test_a_refused_state_changes_nothing(changes):
    net = Net()
    refusal(net, broken(**changes), f"these changes: {list(changes)}")
    why = "check everything before the first write: half a model is worse than an error"
    for key, expected in Net().state_dict().items():
        assert_close(net.state_dict()[key], expected, name=key, why=why, hint=LOAD)
