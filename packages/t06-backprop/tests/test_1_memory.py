"""What a layer keeps: a stack, the latest call on top

Everything that is kept here is a number, so that the order can be read off.
"""

from scratchcore.testing import assert_close
from t06_backprop import ManualLayer, SigmoidLayer, TanhLayer

KEEP, RECALL = "scratch hint t06 ManualLayer.keep", "scratch hint t06 ManualLayer.recall"


def recall_all(layer, most):
    """Return what `layer` still keeps, at most `most` pieces, in the order they come back."""
    found = []
    while len(found) < most:
        try:
            found.append(layer.recall())
        except NotImplementedError:
            raise
        except RuntimeError:
            break
    return found


def test_what_is_kept_comes_back():
    layer = ManualLayer()
    layer.keep(7.0)
    assert_close(layer.recall(), 7.0, name="recalled", why="7 was kept", hint=RECALL)


def test_two_calls_are_both_kept():
    layer = ManualLayer()
    layer.keep(1.0)
    layer.keep(2.0)
    found = recall_all(layer, 2)
    assert len(found) == 2, (
        f"a layer called twice keeps both calls: after keep(1) and keep(2) two recalls are due, "
        f"yours allows {len(found)}\nnext: {KEEP}"
    )
    assert_close(sum(found), 3.0, name="sum of both", why="1 and 2 were kept", hint=KEEP)


def test_the_latest_call_comes_back_first():
    layer = ManualLayer()
    for number in (1.0, 2.0, 3.0):
        layer.keep(number)
    assert_close(
        recall_all(layer, 3),
        [3.0, 2.0, 1.0],
        name="three recalls",
        why="backward undoes the calls of forward in reverse, so the latest call comes back first",
        hint=RECALL,
    )


def test_a_recall_uses_up_what_it_returns():
    layer = ManualLayer()
    layer.keep(1.0)
    layer.keep(2.0)
    found = recall_all(layer, 5)
    assert found == [2.0, 1.0], (
        f"what is recalled is used up: keep(1), keep(2) allow two recalls, 2 and 1, "
        f"and yours returned {found}\nnext: {RECALL}"
    )


def test_calls_and_recalls_may_alternate():
    layer = ManualLayer()
    layer.keep(1.0)
    layer.keep(2.0)
    found = [layer.recall()]
    layer.keep(3.0)
    found += recall_all(layer, 2)
    why = "2 was recalled before 3 was kept; 1 lies below both"
    assert_close(found, [2.0, 3.0, 1.0], name="recalled", why=why, hint=RECALL)


def test_backward_before_forward_says_so(error_of):
    for layer in (SigmoidLayer(), TanhLayer()):
        error = error_of(layer.recall)
        assert type(error) is RuntimeError, (
            f"backward before forward is a RuntimeError of recall, yours gives {error!r}"
            f"\nnext: {RECALL}"
        )
        for word in (type(layer).__name__, "forward"):
            assert word in str(error), f"the error must contain {word!r}, yours says {str(error)!r}"


def test_two_layers_do_not_share_a_stack():
    first, second = SigmoidLayer(), SigmoidLayer()
    first.keep(1.0)
    second.keep(2.0)
    why = "each layer remembers its own calls"
    assert_close(first.recall(), 1.0, name="first layer", why=why, hint=KEEP)
    assert_close(second.recall(), 2.0, name="second layer", why=why, hint=KEEP)


def test_a_cache_may_be_anything_even_none():
    layer = ManualLayer()
    layer.keep(None)
    layer.keep((1, 2))
    assert layer.recall() == (1, 2), "a tuple was kept last and must come back as it is"
    assert layer.recall() is None, "None was kept: it comes back, and is no error"
