"""Fixtures of the tests of t02."""

import pytest


@pytest.fixture
def push():
    """Push g from `out` down to its children and return the inputs' gradients."""

    def push(out, *inputs, g):
        assert out._children, f"{out!r} has no children: pass the operands to Value(...)"
        out._backward(g)
        return [x.grad for x in inputs]

    return push


@pytest.fixture
def refuses():
    """Check that a call raises `error` with every text of `naming` in its message."""

    def refuses(call, error, *, naming, why):
        try:
            got = call()
        except error as caught:
            message = str(caught)
        else:
            pytest.fail(f"expected {error.__name__}, got {got!r}: {why}")
        for text in naming:
            assert text in message, f"the message should name {text}, it says: {message}"

    return refuses
